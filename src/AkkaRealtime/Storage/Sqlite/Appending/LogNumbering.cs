using System.Text;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Sqlite.Appending;

/// <summary>
/// Numbers events as the tables would, and finds repeated keys, from the log in memory and behind it from the tables. By one thread at a time.
/// </summary>
/// <param name="tables">A connection that reads, for this alone.</param>
internal sealed class LogNumbering(SqliteSession tables)
{
    private readonly SqliteStatement _findRoom = tables["SELECT n, head, messages FROM rooms WHERE id = ?1"];
    private readonly SqliteStatement _findKey = tables["SELECT envelope FROM events WHERE pos >> 32 = ?1 AND sender = ?2 AND key = ?3 AND key IS NOT NULL"];
    private readonly SqliteStatement _findId = tables["SELECT 1 FROM events WHERE id = ?1"];
    private readonly SqliteStatement _findLastId = tables["SELECT id FROM events WHERE id IS NOT NULL ORDER BY id DESC LIMIT 1"];

    // The last id in the tables, as they are seen now; null: not asked for yet.
    private string? _lastId;

    /// <summary>Sees the tables as they are now: with everything that the halves don't hold.</summary>
    public void Begin()
    {
        _lastId = null;
        tables["BEGIN"].Run();
    }

    /// <summary>Lets go of that.</summary>
    public void End()
    {
        tables.ResetAll();
        if (tables.InTransaction)
            tables["COMMIT"].Run();
    }

    /// <summary>
    /// Numbers the events of an entry into <paramref name="active"/> and <paramref name="records"/>, or says why they are refused; null where the tables could
    /// not store one of them.
    /// </summary>
    public JournalResult? Number(AppendEvents entry, LogHalf active, LogHalf other, LogRecords records)
    {
        if (Find(entry.Room, active, other) is not { } room || room.Head != entry.After)
            return new EventsRefused(entry.Room, AppendRefusal.Superseded);
        var appended = new AppendedEvent[entry.Events.Count];
        for (var i = 0; i < appended.Length; i++)
        {
            var e = entry.Events[i];
            var facts = e.Facts();
            if (facts.Key is not null && FindKey(e, new LoggedKey(room.Number, e.By, facts.Key), active, other) is { } stored)
            {
                appended[i] = stored;
                continue;
            }

            if (facts.Id is not null && IsTaken(facts.Id, active, other))
                return null;
            room = new LoggedRoom(room.Number, room.Head + 1, facts.Unread ? room.Counted + 1 : room.Counted);
            var numbered = e with { Seq = room.Head };
            var logged = new LoggedEvent(room.Number, numbered, numbered.Encode(), room.Counted);
            records.Add(logged);
            active.Add(logged);
            appended[i] = new AppendedEvent(numbered, logged.Envelope, false);
        }

        return new EventsAppended(entry.Room, room.Head, appended);
    }

    private LoggedRoom? Find(RoomId id, LogHalf active, LogHalf other)
    {
        if (active.Rooms.TryGetValue(id, out var room) || other.Rooms.TryGetValue(id, out room))
            return room;
        LoggedRoom? found = _findRoom.Bind(1, id.Value).Step() ? new LoggedRoom(_findRoom.Number(0), _findRoom.Number(1), _findRoom.Number(2)) : null;
        _findRoom.Reset();
        return found;
    }

    private AppendedEvent? FindKey(LogEvent e, LoggedKey key, LogHalf active, LogHalf other)
    {
        if (active.Keys.TryGetValue(key, out var logged) || other.Keys.TryGetValue(key, out logged))
            return new AppendedEvent(logged.Event, logged.Envelope, true);
        if (!_findKey.Bind(1, key.Room).Bind(2, key.Sender.Value).Bind(3, key.Key).Step())
            return null;
        var envelope = _findKey.Blob(0);
        _findKey.Reset();
        return new AppendedEvent(e.ReadStored(envelope), new EncodedEnvelope(envelope), true);
    }

    private bool IsTaken(string id, LogHalf active, LogHalf other)
    {
        if (active.Ids.Contains(id) || other.Ids.Contains(id))
            return true;

        // Ids grow with time, so that new ones are beyond all that is stored: one look for a batch instead of one for each message.
        if (string.CompareOrdinal(id, _lastId ??= FindLastId()) > 0 && Ascii.IsValid(id))
            return false;
        var isTaken = _findId.Bind(1, id).Step();
        _findId.Reset();
        return isTaken;
    }

    private string FindLastId()
    {
        var last = _findLastId.Step() ? _findLastId.Text(0) : "";
        _findLastId.Reset();
        return last;
    }
}
