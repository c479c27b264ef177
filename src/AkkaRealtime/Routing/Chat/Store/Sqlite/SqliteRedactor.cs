using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>Takes what was said out of events and of all that is derived from them, inside the batch's transaction. No <c>seq</c> goes.</summary>
internal sealed class SqliteRedactor(SqliteSession session)
{
    private readonly List<(long Pos, byte[] Envelope)> _rows = [];

    /// <summary>Empties what is past its time, from where the last one ended.</summary>
    public EventsExpired Expire(ExpireEvents entry)
    {
        if (!TryFind(entry.Room.Value, out var n, out var head, out var upTo))
            return new EventsExpired(entry.Room, 0, 0, false);
        var before = entry.Before.ToUnixTimeMilliseconds();
        _rows.Clear();
        var read = 0;
        var row = session["SELECT pos, at, envelope FROM events WHERE pos > ?1 AND pos <= ?2 ORDER BY pos LIMIT ?3"]
            .Bind(1, LogPosition.Of(n, upTo)).Bind(2, LogPosition.Of(n, head)).Bind(3, entry.MaxEvents);
        while (row.Step())
        {
            if (row.Number(1) >= before)
            {
                row.Reset();
                break;
            }

            read++;
            upTo = LogPosition.Seq(row.Number(0));
            _rows.Add((row.Number(0), row.Blob(2)));
        }

        var emptied = EmptyAll(staysAsDeleted: false);
        session["UPDATE rooms SET expired = ?2 WHERE n = ?1"].Bind(1, n).Bind(2, upTo).Run();
        return new EventsExpired(entry.Room, upTo, emptied, read == entry.MaxEvents);
    }

    /// <summary>Empties the events of one user among those named.</summary>
    public EventsRedacted Redact(RedactEvents entry)
    {
        _rows.Clear();
        if (TryFind(entry.Room.Value, out var n, out _, out _))
        {
            foreach (var seq in entry.Seqs)
            {
                var row = session["SELECT envelope FROM events WHERE pos = ?1 AND sender = ?2"].Bind(1, LogPosition.Of(n, seq)).Bind(2, entry.User.Value);
                if (row.Step())
                    _rows.Add((LogPosition.Of(n, seq), row.Blob(0)));
                row.Reset();
            }
        }

        return new EventsRedacted(entry.Room, EmptyAll(staysAsDeleted: true));
    }

    private bool TryFind(string room, out long n, out long head, out long expired)
    {
        var row = session["SELECT n, head, expired FROM rooms WHERE id = ?1"].Bind(1, room);
        var found = row.Step();
        (n, head, expired) = found ? (row.Number(0), row.Number(1), row.Number(2)) : default;
        row.Reset();
        return found;
    }

    // What is expired is not shown at all; what is redacted stays in history, as a deleted message.
    private int EmptyAll(bool staysAsDeleted)
    {
        var emptied = 0;
        foreach (var (pos, envelope) in _rows)
        {
            // When other domains' events are old enough to go is for those domains to say.
            LogEvent? e = staysAsDeleted ? Redaction.Read(envelope) : RoomEventJson.TryDecode(envelope);
            if (e is null || Redaction.Of(e) is not { } empty)
                continue;
            emptied++;
            Write(pos, empty);
            if (e is ChatMessage message)
            {
                EmptyMessage(pos, staysAsDeleted);
                SqliteFileUses.Remove(session, message.Id.Value);
            }
            else if (e is DomainEvent { CountsAsUnread: true })
                OverlayRow.Write(session, pos, MessageOverlay.Gone);
            else if (e is ChatReacted reacted)
                TakeBack(pos, reacted);
        }

        return emptied;
    }

    private void Write(long pos, LogEvent e) =>
        session["UPDATE events SET envelope = ?2 WHERE pos = ?1"].Bind(1, pos).Bind(2, e.Encode().Utf8.Span).Run();

    /// <summary>Takes what was said out of one stored event.</summary>
    public void EmptyEvent(long pos)
    {
        var row = session["SELECT envelope FROM events WHERE pos = ?1"].Bind(1, pos);
        var empty = row.Step() ? Redaction.Of(row.Blob(0)) : null;
        row.Reset();
        if (empty is not null)
            Write(pos, empty);
    }

    /// <summary>The same of all edits of a message, which are forgotten then.</summary>
    public void EmptyEdits(long message)
    {
        var edits = new List<long>();
        var edit = session["SELECT pos FROM edits WHERE message = ?1"].Bind(1, message);
        while (edit.Step())
            edits.Add(edit.Number(0));
        foreach (var pos in edits)
            EmptyEvent(pos);
        session["DELETE FROM edits WHERE message = ?1"].Bind(1, message).Run();
    }

    private void EmptyMessage(long pos, bool staysAsDeleted)
    {
        EmptyEdits(pos);
        session["DELETE FROM overlays WHERE pos = ?1"].Bind(1, pos).Run();
        if (staysAsDeleted)
            OverlayRow.Write(session, pos, MessageOverlay.Gone);
        session["DELETE FROM mentions WHERE pos = ?1"].Bind(1, pos).Run();
        session["INSERT INTO unindexed (pos, again) VALUES (?1, 1) ON CONFLICT (pos) DO UPDATE SET again = 1"].Bind(1, pos).Run();
    }

    // The reaction goes from the message that it was put on as well.
    private void TakeBack(long pos, ChatReacted reacted)
    {
        var find = session["SELECT pos FROM events WHERE id = ?1 AND pos >> 32 = ?2"].Bind(1, reacted.Id.Value).Bind(2, pos >> 32);
        var message = find.Step() ? find.Number(0) : 0;
        find.Reset();
        if (message == 0 || OverlayRow.Read(session, message) is not { Reactions: not null } overlay)
            return;
        OverlayRow.Write(session, message, overlay with { Reactions = ReactionSet.Apply(overlay.Reactions, reacted.Emoji, reacted.By, on: false) });
    }
}
