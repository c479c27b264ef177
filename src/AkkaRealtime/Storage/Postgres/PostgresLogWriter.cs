using AkkaRealtime.Envelopes;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>
/// The log's part of a batch: locks its rooms, so that no other node appends to them, finds the keys that are stored already, and numbers the events
/// in memory; what was loaded holds until the commit.
/// </summary>
internal sealed class PostgresLogWriter(IReadOnlyList<PostgresTableWriter> tables)
{
    // In the order of their numbers, so that two nodes which lock the same rooms can't wait for each other.
    private const string LockRooms = "SELECT id, n, head, messages, last_message FROM rooms WHERE id = ANY($1) ORDER BY n FOR UPDATE";

    // OFFSET 0 keeps the planner from turning it round: each key is looked up by its index, whatever is known of the tables.
    private const string FindKeys =
        "SELECT r.id, e.sender, e.key, e.envelope FROM unnest($1::text[], $2::text[], $3::bytea[]) k (room, sender, key) JOIN rooms r ON r.id = k.room " +
        "CROSS JOIN LATERAL (SELECT sender, key, envelope FROM events WHERE room = r.n AND sender = k.sender AND key = k.key AND key IS NOT NULL OFFSET 0) e";

    private readonly HashSet<string> _roomIds = [];
    private readonly HashSet<SentKey> _keys = [];
    private readonly HashSet<string> _pairNames = [];
    private readonly Dictionary<RoomId, PostgresRoom> _rooms = [];
    private readonly Queue<long> _freeNumbers = [];
    private readonly Dictionary<string, RoomId> _pairs = [];

    // The events that are stored under the batch's keys, and those that the batch stores.
    private readonly Dictionary<SentKey, byte[]> _stored = [];
    private readonly Dictionary<SentKey, AppendedEvent> _sent = [];
    private readonly List<Row> _events = [];
    private readonly List<(PostgresRoom Room, NewRoom As, long CreatedAt)> _newRooms = [];
    private readonly Dictionary<(long Room, long Seq), byte[]> _rewritten = [];
    private int _creations;

    /// <summary>An entry of the batch: what has to be locked and loaded for it.</summary>
    public void Need(AppendEvents append)
    {
        _roomIds.Add(append.Room.Value);
        if (append.Create is { } create)
        {
            _creations++;
            if (create.Pair is not null)
                _pairNames.Add(create.Pair);
        }

        foreach (var e in append.Events)
        {
            if (SentKey.Of(e, e.Facts()) is { } key)
                _keys.Add(key);
        }
    }

    /// <summary>Adds the queries; the locks come first.</summary>
    public void AddQueries(PostgresQueries queries)
    {
        if (_roomIds.Count == 0)
            return;
        queries.Add(LockRooms, ReadRoom, _roomIds.ToArray());
        if (_keys.Count > 0)
        {
            queries.Add(
                FindKeys,
                ReadKey,
                _keys.Select(k => k.Room.Value).ToArray(),
                _keys.Select(k => k.Sender.Value).ToArray(),
                _keys.Select(k => k.Bytes()).ToArray());
        }

        if (_pairNames.Count > 0)
            queries.Add("SELECT pair, id FROM rooms WHERE pair = ANY($1)", row => _pairs.Add(row.GetString(0), new RoomId(row.GetString(1))), _pairNames.ToArray());
        if (_creations > 0)
            queries.Add("SELECT nextval('rooms_n') FROM generate_series(1, $1)", row => _freeNumbers.Enqueue(row.GetInt64(0)), _creations);
    }

    /// <summary>Numbers the events of an entry, or says why not, and has the domains derive what they change.</summary>
    public JournalResult Append(AppendEvents entry)
    {
        var exists = _rooms.TryGetValue(entry.Room, out var room);
        if (exists != entry.Create is null || entry.After != (room?.Head ?? 0))
            return new EventsRefused(entry.Room, AppendRefusal.Superseded);
        if (room is null)
        {
            if (entry.Create!.Pair is { } pair && _pairs.TryGetValue(pair, out var existing))
                return new EventsRefused(entry.Room, AppendRefusal.PairExists, existing);
            room = Create(entry, entry.Create);
        }

        foreach (var table in tables)
            table.BeginAppend(room, entry);
        var before = room.Head;
        var appended = new AppendedEvent[entry.Events.Count];
        for (var i = 0; i < appended.Length; i++)
            appended[i] = AppendOne(room, entry.Events[i]);
        if (room.Head > before)
        {
            foreach (var table in tables)
                table.EndAppend(room, entry);
        }

        return new EventsAppended(entry.Room, room.Head, appended);
    }

    /// <summary>The events that the batch has appended to a room so far.</summary>
    public IReadOnlyList<LogEvent> Appended(LogRoom room) => [.. _events.Where(e => e.Room == room).Select(e => e.Event)];

    /// <summary>Has the log say something else at the <c>seq</c> of <paramref name="e"/>, be it stored already or stored by this batch.</summary>
    public void Rewrite(LogRoom room, LogEvent e)
    {
        var envelope = e.Encode();

        // Who sends the key again is answered with what is stored then.
        if (SentKey.Of(e, e.Facts()) is { } key && (_stored.ContainsKey(key) || _sent.ContainsKey(key)))
            _sent[key] = new AppendedEvent(e, envelope, false);
        var index = _events.FindIndex(row => row.Room == room && row.Event.Seq == e.Seq);
        if (index >= 0)
            _events[index] = _events[index] with { Event = e, Envelope = envelope };
        else
            _rewritten[(room.Number, e.Seq)] = PostgresRows.Array(envelope.Utf8);
    }

    /// <summary>Adds the commands that write rooms and events.</summary>
    public void AddCommands(NpgsqlBatch batch)
    {
        if (_newRooms.Count > 0)
            AddNewRooms(batch);
        var advanced = _rooms.Values.Where(r => r.Advanced).ToArray();
        if (advanced.Length > 0)
        {
            batch.Add(
                "UPDATE rooms r SET head = v.head, messages = v.messages, last_message = v.last_message, active_at = v.active_at " +
                "FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) v (n, head, messages, last_message, active_at) WHERE r.n = v.n",
                Array.ConvertAll(advanced, r => r.Number),
                Array.ConvertAll(advanced, r => r.Head),
                Array.ConvertAll(advanced, r => r.Counted),
                Array.ConvertAll(advanced, r => r.Latest),
                Array.ConvertAll(advanced, r => r.ActiveAt));
        }

        if (_events.Count > 0)
            AddEvents(batch);
        if (_rewritten.Count > 0)
        {
            batch.Add(
                "UPDATE events e SET envelope = v.envelope FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) v (room, seq, envelope) WHERE e.room = v.room AND e.seq = v.seq",
                _rewritten.Keys.Select(k => k.Room).ToArray(),
                _rewritten.Keys.Select(k => k.Seq).ToArray(),
                _rewritten.Values.ToArray());
        }
    }

    private PostgresRoom Create(AppendEvents entry, NewRoom create)
    {
        var room = new PostgresRoom(_freeNumbers.Dequeue(), entry.Room);
        _rooms.Add(entry.Room, room);
        if (create.Pair is not null)
            _pairs.Add(create.Pair, entry.Room);
        _newRooms.Add((room, create, entry.Events[0].At.ToUnixTimeMilliseconds()));
        return room;
    }

    private AppendedEvent AppendOne(PostgresRoom room, LogEvent e)
    {
        var facts = e.Facts();
        var key = SentKey.Of(e, facts);
        if (key is { } repeated && Sent(repeated, e) is { } first)
            return first with { Duplicate = true };
        room.Advance(e.At.ToUnixTimeMilliseconds(), facts.Unread);
        var numbered = e with { Seq = room.Head };
        var envelope = numbered.Encode();
        var appended = new AppendedEvent(numbered, envelope, false);
        if (key is { } fresh)
            _sent.Add(fresh, appended);
        _events.Add(new Row(room, numbered, envelope, room.Counted));
        foreach (var table in tables)
        {
            if (table.Follows(numbered))
                table.Apply(room, numbered);
        }

        return appended;
    }

    // What is stored is only read where somebody repeats it.
    private AppendedEvent? Sent(SentKey key, LogEvent e)
    {
        if (_sent.TryGetValue(key, out var sent))
            return sent;
        return _stored.TryGetValue(key, out var envelope) ? new AppendedEvent(e.ReadStored(envelope), new EncodedEnvelope(envelope), true) : null;
    }

    private void AddNewRooms(NpgsqlBatch batch) => batch.Add(
        "INSERT INTO rooms (n, id, kind, name, topic, folded, pair, created_at, active_at) " +
        "SELECT n, id, kind, name, topic, folded, pair, at, at FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[]) " +
        "v (n, id, kind, name, topic, folded, pair, at)",
        _newRooms.Select(r => r.Room.Number).ToArray(),
        _newRooms.Select(r => r.Room.Id.Value).ToArray(),
        _newRooms.Select(r => r.As.Kind).ToArray(),
        _newRooms.Select(r => PostgresRows.Clean(r.As.Name)).ToArray(),
        _newRooms.Select(r => PostgresRows.Clean(r.As.Topic)).ToArray(),
        _newRooms.Select(r => PostgresRows.Clean(Folded.Of(r.As.Name, r.As.Topic))).ToArray(),
        _newRooms.Select(r => r.As.Pair).ToArray(),
        _newRooms.Select(r => r.CreatedAt).ToArray());

    private void AddEvents(NpgsqlBatch batch)
    {
        var count = _events.Count;
        var room = new long[count];
        var seq = new long[count];
        var type = new short[count];
        var sender = new string[count];
        var key = new byte[]?[count];
        var id = new string?[count];
        var thread = new string?[count];
        var ordinal = new long[count];
        var at = new long[count];
        var envelope = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            var (row, e, encoded, counted) = _events[i];
            var facts = e.Facts();
            (room[i], seq[i], type[i], sender[i]) = (row.Number, e.Seq, (short)facts.Number, e.By.Value);
            (key[i], id[i], thread[i]) = (SentKey.Of(e, facts)?.Bytes(), facts.Id, facts.Thread);
            (ordinal[i], at[i], envelope[i]) = (counted, e.At.ToUnixTimeMilliseconds(), PostgresRows.Array(encoded.Utf8));
        }

        // No ON CONFLICT: the keys were looked up under the rooms' locks, so a clash here is another owner, and must fail.
        batch.Add(
            "INSERT INTO events (room, seq, type, sender, key, id, thread, ordinal, at, envelope) SELECT * FROM " +
            "unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::text[], $5::bytea[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::bytea[])",
            room, seq, type, sender, key, id, thread, ordinal, at, envelope);
    }

    private void ReadRoom(NpgsqlDataReader row)
    {
        var id = new RoomId(row.GetString(0));
        _rooms.Add(id, new PostgresRoom(row.GetInt64(1), id, row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)));
    }

    private void ReadKey(NpgsqlDataReader row)
    {
        var key = SentKey.Read(new RoomId(row.GetString(0)), new UserId(row.GetString(1)), row.GetFieldValue<byte[]>(2));
        _stored.Add(key, row.GetFieldValue<byte[]>(3));
    }

    /// <summary>An event of the batch, with the count of those that count as unread up to it.</summary>
    private readonly record struct Row(PostgresRoom Room, LogEvent Event, EncodedEnvelope Envelope, long Ordinal);
}
