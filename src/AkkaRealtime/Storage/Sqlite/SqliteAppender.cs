using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Writes the events of one entry and what is derived from them, inside the batch's transaction.</summary>
internal sealed class SqliteAppender(SqliteSession session, SqliteRedactor redactor)
{
    private const string InsertEvent =
        "INSERT INTO events (pos, type, sender, key, id, thread, ordinal, at, envelope) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) " +
        "ON CONFLICT (pos >> 32, sender, key) WHERE key IS NOT NULL DO NOTHING";

    private readonly Statement _findRoom = session["SELECT n, head, messages, last_message FROM rooms WHERE id = ?1"];
    private readonly Statement _insertEvent = session[InsertEvent];
    private readonly Statement _findKey = session["SELECT envelope FROM events WHERE pos >> 32 = ?1 AND sender = ?2 AND key = ?3 AND key IS NOT NULL"];
    private readonly Statement _advance = session["UPDATE rooms SET head = ?2, messages = ?3, last_message = ?4, members = members + ?5, active_at = ?6 WHERE n = ?1"];
    private readonly Statement _ownRead = session["UPDATE members SET read = max(read, ?3), delivered = max(delivered, ?3) WHERE room = ?1 AND user = ?2"];
    private readonly Statement _mention = session["INSERT INTO mentions (user, pos) VALUES (?1, ?2) ON CONFLICT DO NOTHING"];
    private readonly Statement _unindexed = session["INSERT INTO unindexed (pos, again) VALUES (?1, ?2) ON CONFLICT DO NOTHING"];
    private readonly Dictionary<UserId, long> _senders = [];

    // The room under way: one at a time.
    private long _n;
    private long _head;
    private long _messages;
    private long _lastMessage;
    private int _joined;

    /// <summary>Numbers and stores the events of <paramref name="entry"/>, or says why not; a refusal has written nothing.</summary>
    public JournalResult Append(AppendEvents entry)
    {
        if (Enter(entry) is { } refused)
            return refused;
        var before = _head;
        var appended = new AppendedEvent[entry.Events.Count];
        for (var i = 0; i < appended.Length; i++)
            appended[i] = AppendOne(entry.Events[i]);
        if (_head > before)
            Leave(entry);
        return new EventsAppended(entry.Room, _head, appended);
    }

    private EventsRefused? Enter(AppendEvents entry)
    {
        _senders.Clear();
        _joined = 0;
        (_n, _head, _messages, _lastMessage) = (0, 0, 0, 0);
        if (_findRoom.Bind(1, entry.Room.Value).Step())
            (_n, _head, _messages, _lastMessage) = (_findRoom.Int64(0), _findRoom.Int64(1), _findRoom.Int64(2), _findRoom.Int64(3));
        _findRoom.Reset();
        var exists = _n > 0;
        if (exists != entry.Create is null || _head != entry.After)
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
        _n = session.LastRowId;
        return null;
    }

    private AppendedEvent AppendOne(RoomEvent e)
    {
        var seq = _head + 1;
        var message = e as ChatMessage;
        var numbered = e with { Seq = seq };
        var envelope = RoomEventJson.Encode(numbered);
        var pos = Pos.Of(_n, seq);
        var messages = message is null ? _messages : _messages + 1;
        _insertEvent.Bind(1, pos).Bind(2, (long)EventTypes.Of(e)).Bind(3, e.By.Value)
            .Bind(4, message?.Key).Bind(5, message?.Id.Value).Bind(6, message?.Thread?.Value)
            .Bind(7, messages).Bind(8, e.At.ToUnixTimeMilliseconds()).Bind(9, envelope.Utf8.Span);
        if (_insertEvent.RunChanges() == 0)
            return Stored(message!);
        _head = seq;
        _messages = messages;
        if (message is null)
            Derive(numbered, pos);
        else
            DeriveMessage(message, seq, pos);
        return new AppendedEvent(numbered, envelope, false);
    }

    // Nothing was inserted: the key is stored already, and what was stored then is the answer.
    private AppendedEvent Stored(ChatMessage message)
    {
        if (!_findKey.Bind(1, _n).Bind(2, message.By.Value).Bind(3, message.Key).Step())
            throw new InvalidOperationException($"Room {message.Room}: a key clashed that is not stored.");
        var envelope = _findKey.Blob(0);
        _findKey.Reset();
        return new AppendedEvent(RoomEventJson.Decode(envelope), new EncodedEnvelope(envelope), true);
    }

    private void DeriveMessage(ChatMessage message, long seq, long pos)
    {
        _lastMessage = seq;
        _senders[message.By] = seq;
        _unindexed.Bind(1, pos).Bind(2, 0).Run();
        foreach (var user in message.Mentions ?? [])
            _mention.Bind(1, user.Value).Bind(2, pos).Run();
        if (message.Attachments is { } files)
            SqliteFileUses.Add(session, message.Id, files);
    }

    private void Derive(RoomEvent e, long pos)
    {
        switch (e)
        {
            case ChatEdited edited:
                if (Overlay(edited.Id, e) is { } message)
                    session["INSERT OR IGNORE INTO edits (message, pos) VALUES (?1, ?2)"].Bind(1, message).Bind(2, pos).Run();
                break;
            case ChatDeleted { Empties: true } deleted:
                if (Find(deleted.Id) is { } emptied)
                    redactor.Delete(emptied, deleted.Id);
                break;
            case ChatDeleted deleted:
                if (Overlay(deleted.Id, e) is { } gone)
                {
                    session["DELETE FROM mentions WHERE pos = ?1"].Bind(1, gone).Run();
                    SqliteFileUses.Remove(session, deleted.Id);
                }

                break;
            case ChatReacted reacted:
                Overlay(reacted.Id, e);
                break;
            case ChatPinned pinned:
                Overlay(pinned.Id, e);
                break;
            case ChatJoined joined:
                Join(joined, Pos.Seq(pos));
                break;
            case ChatLeft left:
                _joined -= session["DELETE FROM members WHERE room = ?1 AND user = ?2"].Bind(1, _n).Bind(2, left.User.Value).RunChanges();
                session["INSERT OR IGNORE INTO left_rooms (user, room) VALUES (?1, ?2)"].Bind(1, left.User.Value).Bind(2, _n).Run();
                break;
            case ChatUpdated updated:
                Update(updated);
                break;
        }
    }

    private void Join(ChatJoined joined, long seq)
    {
        // In two steps, so that the rows say whether the user is new: a second join only changes the role.
        var changed = session["UPDATE members SET role = ?3 WHERE room = ?1 AND user = ?2"]
            .Bind(1, _n).Bind(2, joined.User.Value).Bind(3, joined.Role).RunChanges();
        if (changed > 0)
            return;
        session["INSERT INTO members (room, user, role, joined, read, delivered) VALUES (?1, ?2, ?3, ?4, ?4, ?4)"]
            .Bind(1, _n).Bind(2, joined.User.Value).Bind(3, joined.Role).Bind(4, seq).Run();
        _joined++;
    }

    private void Update(ChatUpdated updated)
    {
        if (updated.Name is not null || updated.Topic is not null)
        {
            var read = session["SELECT name, topic FROM rooms WHERE n = ?1"].Bind(1, _n);
            read.Step();
            var name = updated.Name ?? read.Text(0);
            var topic = updated.Topic ?? read.Text(1);
            read.Reset();
            session["UPDATE rooms SET name = ?2, topic = ?3, folded = ?4 WHERE n = ?1"]
                .Bind(1, _n).Bind(2, name).Bind(3, topic).Bind(4, Folded.Of(name, topic)).Run();
        }

        if (updated.Roles is null)
            return;
        foreach (var (user, role) in updated.Roles)
            session["UPDATE members SET role = ?3 WHERE room = ?1 AND user = ?2"].Bind(1, _n).Bind(2, user.Value).Bind(3, role).Run();
    }

    // Where the message stands; null where it is not of this room.
    private long? Overlay(MessageId id, RoomEvent e)
    {
        if (Find(id) is not { } pos)
            return null;
        OverlayRow.Write(session, pos, (OverlayRow.Read(session, pos) ?? new MessageOverlay()).Apply(e));
        if (e is ChatEdited or ChatDeleted)
            _unindexed.Bind(1, pos).Bind(2, 1).Run();
        return pos;
    }

    private long? Find(MessageId id)
    {
        var find = session["SELECT pos FROM events WHERE id = ?1 AND pos >> 32 = ?2"].Bind(1, id.Value).Bind(2, _n);
        long? pos = find.Step() ? find.Int64(0) : null;
        find.Reset();
        return pos;
    }

    private void Leave(AppendEvents entry)
    {
        _advance.Bind(1, _n).Bind(2, _head).Bind(3, _messages).Bind(4, _lastMessage).Bind(5, _joined)
            .Bind(6, entry.Events[^1].At.ToUnixTimeMilliseconds()).Run();
        foreach (var (user, seq) in _senders)
            _ownRead.Bind(1, _n).Bind(2, user.Value).Bind(3, seq).Run();

        // A room that was just made is unread for nobody.
        if (entry.Create is not null)
            session["UPDATE members SET read = ?2, delivered = ?2 WHERE room = ?1"].Bind(1, _n).Bind(2, _head).Run();
    }
}
