using System.Text;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Sqlite.Appending;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Numbers and stores the events of one entry at a time, and has the domains derive their tables, inside the batch's transaction.</summary>
internal sealed class SqliteLogWriter(SqliteSession session, TableWriter[] tables)
{
    private const string InsertEvent =
        "INSERT INTO events (pos, type, sender, key, id, thread, ordinal, at, envelope) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) " +
        "ON CONFLICT (pos >> 32, sender, key) WHERE key IS NOT NULL DO NOTHING";

    private readonly SqliteStatement _findRoom = session["SELECT n, head, messages, last_message FROM rooms WHERE id = ?1"];
    private readonly SqliteStatement _insertEvent = session[InsertEvent];
    private readonly SqliteStatement _findKey = session["SELECT envelope FROM events WHERE pos >> 32 = ?1 AND sender = ?2 AND key = ?3 AND key IS NOT NULL"];
    private readonly SqliteStatement _advance = session["UPDATE rooms SET head = ?2, messages = ?3, last_message = ?4, active_at = ?5 WHERE n = ?1"];

    // The room under way: one at a time.
    private readonly Room _room = new();

    /// <summary>Numbers and stores the events of <paramref name="entry"/>, or says why not; a refusal has written nothing.</summary>
    public JournalResult Append(AppendEvents entry)
    {
        if (Enter(entry) is { } refused)
            return refused;
        BeginTables(entry, guard: null);
        var before = _room.Head;
        var appended = new AppendedEvent[entry.Events.Count];
        for (var i = 0; i < appended.Length; i++)
            appended[i] = AppendOne(entry.Events[i]);
        if (_room.Head > before)
        {
            Advance(entry);
            EndTables(entry, guard: null);
        }

        return new EventsAppended(entry.Room, _room.Head, appended);
    }

    /// <summary>Stores events of one room that were numbered when they were put on the log.</summary>
    /// <param name="events">In order.</param>
    /// <param name="guard">Runs what a domain does, for each domain by itself; null: nothing stands between.</param>
    /// <exception cref="InvalidOperationException">They don't follow what is stored.</exception>
    public void Store(ReadOnlySpan<LoggedEvent> events, Action<Action>? guard)
    {
        var first = events[0];
        var find = session["SELECT head, messages, last_message FROM rooms WHERE n = ?1"].Bind(1, first.Room);
        if (find.Step())
            _room.Enter(first.Room, first.Event.Room, find.Number(0), find.Number(1), find.Number(2));
        else
            _room.Enter(0, first.Event.Room, 0, 0, 0);
        find.Reset();
        if (_room.Number == 0 || _room.Head != first.Event.Seq - 1)
            throw new InvalidOperationException($"Room {first.Event.Room}: the log goes on from {first.Event.Seq}, but {_room.Head} is stored.");
        var entry = new AppendEvents(ActorRefs.Nobody, first.Event.Room, _room.Head, Events(events));
        BeginTables(entry, guard);
        foreach (var logged in events)
        {
            if (!Insert(logged.Event, logged.Event.Facts(), logged.Ordinal, logged.Envelope))
                throw new InvalidOperationException($"Room {first.Event.Room}: event {logged.Event.Seq} has a key that is stored already.");
            Derive(logged.Event, guard);
        }

        Advance(entry);
        EndTables(entry, guard);
    }

    private static LogEvent[] Events(ReadOnlySpan<LoggedEvent> logged)
    {
        var events = new LogEvent[logged.Length];
        for (var i = 0; i < events.Length; i++)
            events[i] = logged[i].Event;
        return events;
    }

    private EventsRefused? Enter(AppendEvents entry)
    {
        _room.Enter(0, entry.Room, 0, 0, 0);
        if (_findRoom.Bind(1, entry.Room.Value).Step())
            _room.Enter(_findRoom.Number(0), entry.Room, _findRoom.Number(1), _findRoom.Number(2), _findRoom.Number(3));
        _findRoom.Reset();
        var exists = _room.Number > 0;
        if (exists != entry.Create is null || _room.Head != entry.After)
            return new EventsRefused(entry.Room, AppendRefusal.Superseded);
        return entry.Create is null ? null : Create(entry, entry.Create);
    }

    private EventsRefused? Create(AppendEvents entry, NewRoom room)
    {
        if (room.Pair is not null)
        {
            var find = session["SELECT id FROM rooms WHERE pair = ?1"].Bind(1, room.Pair);
            if (find.Step())
            {
                var existing = new RoomId(find.Text(0));
                find.Reset();
                return new EventsRefused(entry.Room, AppendRefusal.PairExists, existing);
            }
        }

        var at = entry.Events[0].At.ToUnixTimeMilliseconds();
        session["INSERT INTO rooms (id, kind, name, topic, folded, pair, created_at, active_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)"]
            .Bind(1, entry.Room.Value).Bind(2, room.Kind).Bind(3, room.Name).Bind(4, room.Topic)
            .Bind(5, Folded.Of(room.Name, room.Topic)).Bind(6, room.Pair).Bind(7, at).Run();
        _room.Enter(session.LastRowId, entry.Room, 0, 0, 0);
        return null;
    }

    private AppendedEvent AppendOne(LogEvent e)
    {
        var seq = _room.Head + 1;
        var facts = e.Facts();
        var numbered = e with { Seq = seq };
        var envelope = numbered.Encode();
        var counted = facts.Unread ? _room.Counted + 1 : _room.Counted;
        if (!Insert(numbered, facts, counted, envelope))
            return Stored(e, facts);
        Derive(numbered, guard: null);
        return new AppendedEvent(numbered, envelope, false);
    }

    private bool Insert(LogEvent e, LogFacts facts, long counted, EncodedEnvelope envelope)
    {
        _insertEvent.Bind(1, LogPosition.Of(_room.Number, e.Seq)).Bind(2, facts.Number).Bind(3, e.By.Value);
        BindKey(_insertEvent, 4, e, facts);
        _insertEvent.Bind(5, facts.Id).Bind(6, facts.Thread).Bind(7, counted).Bind(8, e.At.ToUnixTimeMilliseconds()).Bind(9, envelope.Utf8.Span);
        if (_insertEvent.RunChanges() == 0)
            return false;
        _room.Advance(e.Seq, counted);
        return true;
    }

    private void Derive(LogEvent e, Action<Action>? guard)
    {
        foreach (var table in tables)
        {
            if (!table.Follows(e))
                continue;
            if (guard is null)
                table.Apply(_room, e);
            else
                guard(() => table.Apply(_room, e));
        }
    }

    // Nothing was inserted: the key is stored already, and what was stored then is the answer.
    private AppendedEvent Stored(LogEvent e, LogFacts facts)
    {
        _findKey.Bind(1, _room.Number).Bind(2, e.By.Value);
        BindKey(_findKey, 3, e, facts);
        if (!_findKey.Step())
            throw new InvalidOperationException($"Room {e.Room}: a key clashed that is not stored.");
        var envelope = _findKey.Blob(0);
        _findKey.Reset();
        return new AppendedEvent(e.ReadStored(envelope), new EncodedEnvelope(envelope), true);
    }

    // Keys of other domains hold their type; as bytes that no text is equal to, they are never taken for one that a client chose for a message.
    private static void BindKey(SqliteStatement statement, int index, LogEvent e, LogFacts facts)
    {
        if (facts.Key is null || facts.Number != LogFacts.OtherDomains)
            statement.Bind(index, facts.Key);
        else
            statement.Bind(index, Encoding.UTF8.GetBytes($"{e.Type}\0{facts.Key}"));
    }

    private void BeginTables(AppendEvents entry, Action<Action>? guard)
    {
        foreach (var table in tables)
        {
            if (guard is null)
                table.BeginAppend(_room, entry);
            else
                guard(() => table.BeginAppend(_room, entry));
        }
    }

    private void Advance(AppendEvents entry) => _advance.Bind(1, _room.Number).Bind(2, _room.Head).Bind(3, _room.Counted).Bind(4, _room.Latest)
        .Bind(5, entry.Events[^1].At.ToUnixTimeMilliseconds()).Run();

    private void EndTables(AppendEvents entry, Action<Action>? guard)
    {
        foreach (var table in tables)
        {
            if (guard is null)
                table.EndAppend(_room, entry);
            else
                guard(() => table.EndAppend(_room, entry));
        }
    }

    private sealed class Room() : LogRoom(0, default)
    {
        public void Enter(long number, RoomId id, long head, long counted, long latest) =>
            (Number, Id, Head, Counted, Latest) = (number, id, head, counted, latest);

        public void Advance(long head, long counted) => (Head, Counted) = (head, counted);
    }
}
