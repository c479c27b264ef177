using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>Carries out what events change, row by row in prepared statements.</summary>
internal sealed class SqliteRoomRows(SqliteSession session, SqliteRedactor redactor, SqliteTextIndex texts) : IRoomRows
{
    private readonly SqliteStatement _ownRead = session["UPDATE members SET read = max(read, ?3), delivered = max(delivered, ?3) WHERE room = ?1 AND user = ?2"];
    private readonly SqliteStatement _mention = session[
        "INSERT INTO mentions (user, pos) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM blocks WHERE by_user = ?1 AND user = ?3) ON CONFLICT DO NOTHING"];
    private readonly ThreadRows _threads = new(session);
    private readonly SqliteStatement _unindexed = session["INSERT INTO unindexed (pos, again) VALUES (?1, ?2) ON CONFLICT DO NOTHING"];

    // One statement a user and entry, however many messages they sent.
    private readonly Dictionary<UserId, long> _read = [];

    // The room under way: one at a time.
    private long _n;
    private int _joined;

    /// <summary>What follows is about the room with this number.</summary>
    public void Begin(long room)
    {
        (_n, _joined) = (room, 0);
        _read.Clear();
    }

    /// <summary>Writes what was gathered since <see cref="Begin"/>.</summary>
    public void Flush()
    {
        if (_joined != 0)
            session["UPDATE rooms SET members = members + ?2 WHERE n = ?1"].Bind(1, _n).Bind(2, _joined).Run();
        foreach (var (user, seq) in _read)
            _ownRead.Bind(1, _n).Bind(2, user.Value).Bind(3, seq).Run();
    }

    /// <inheritdoc/>
    public void Join(UserId user, string role, long seq)
    {
        // In two steps, so that the rows say whether the user is new.
        if (SetRole(user, role) > 0)
            return;
        session["INSERT INTO members (room, user, role, joined, read, delivered) VALUES (?1, ?2, ?3, ?4, ?4, ?4)"]
            .Bind(1, _n).Bind(2, user.Value).Bind(3, role).Bind(4, seq).Run();
        _joined++;
    }

    /// <inheritdoc/>
    public void Leave(UserId user)
    {
        _joined -= session["DELETE FROM members WHERE room = ?1 AND user = ?2"].Bind(1, _n).Bind(2, user.Value).RunChanges();
        SettingRows.Remove(session, user, _n);
        _threads.Remove(_n, user);
        session["INSERT OR IGNORE INTO left_rooms (user, room) VALUES (?1, ?2)"].Bind(1, user.Value).Bind(2, _n).Run();
    }

    /// <inheritdoc/>
    public void Ban(UserId user, UserId by, DateTimeOffset at, RoomBan ban) => BanRows.Save(session, _n, user, by, at, ban);

    /// <inheritdoc/>
    public void Unban(UserId user) => BanRows.Remove(session, _n, user);

    /// <inheritdoc/>
    public void ChangeRole(UserId user, string role) => SetRole(user, role);

    /// <inheritdoc/>
    public void MarkRead(UserId user, long seq) => _read[user] = seq;

    /// <inheritdoc/>
    public void MarkAllRead(long seq) => session["UPDATE members SET read = ?2, delivered = ?2 WHERE room = ?1"].Bind(1, _n).Bind(2, seq).Run();

    /// <inheritdoc/>
    public void Rename(string? name, string? topic)
    {
        var read = session["SELECT name, topic FROM rooms WHERE n = ?1"].Bind(1, _n);
        read.Step();
        var (newName, newTopic) = (name ?? read.Text(0), topic ?? read.Text(1));
        read.Reset();
        session["UPDATE rooms SET name = ?2, topic = ?3, folded = ?4 WHERE n = ?1"]
            .Bind(1, _n).Bind(2, newName).Bind(3, newTopic).Bind(4, Folded.Of(newName, newTopic)).Run();
    }

    /// <inheritdoc/>
    public void SetPosting(int? slowModeSeconds, string? postRole) =>
        session["UPDATE rooms SET slow_mode = coalesce(?2, slow_mode), post_role = coalesce(?3, post_role) WHERE n = ?1"].Bind(1, _n).Bind(2, slowModeSeconds).Bind(3, postRole).Run();

    /// <inheritdoc/>
    public void AddMessage(MessageId id, long seq)
    {
        // It is found in the log.
    }

    /// <inheritdoc/>
    public long? Find(MessageId id)
    {
        var find = session["SELECT pos FROM events WHERE id = ?1 AND pos >> 32 = ?2"].Bind(1, id.Value).Bind(2, _n);
        long? seq = find.Step() ? LogPosition.Seq(find.Number(0)) : null;
        find.Reset();
        return seq;
    }

    /// <inheritdoc/>
    public MessageOverlay Overlay(long message) => OverlayRow.Read(session, LogPosition.Of(_n, message)) ?? new MessageOverlay();

    /// <inheritdoc/>
    public void SetOverlay(long message, MessageOverlay overlay) => OverlayRow.Write(session, LogPosition.Of(_n, message), overlay);

    /// <inheritdoc/>
    public void AddMention(UserId user, UserId by, long message) => _mention.Bind(1, user.Value).Bind(2, LogPosition.Of(_n, message)).Bind(3, by.Value).Run();

    /// <inheritdoc/>
    public void AddReply(MessageId thread, UserId by, long seq) => _threads.AddReply(_n, thread, by, seq);

    /// <inheritdoc/>
    public void AddThreadMention(MessageId thread, UserId user, UserId by, long seq) => _threads.AddMention(_n, thread, user, by, seq);

    /// <inheritdoc/>
    public void RemoveMentions(long message) => session["DELETE FROM mentions WHERE pos = ?1"].Bind(1, LogPosition.Of(_n, message)).Run();

    // The text of one that waits is read when it is indexed.
    /// <inheritdoc/>
    public void Index(long message, string? text, bool again)
    {
        var pos = LogPosition.Of(_n, message);
        if (again || text is null || !texts.TryAdd(pos, text))
            _unindexed.Bind(1, pos).Bind(2, again ? 1 : 0).Run();
    }

    /// <inheritdoc/>
    public void AddEdit(long message, long edit) =>
        session["INSERT OR IGNORE INTO edits (message, pos) VALUES (?1, ?2)"].Bind(1, LogPosition.Of(_n, message)).Bind(2, LogPosition.Of(_n, edit)).Run();

    /// <inheritdoc/>
    public void Empty(long message, MessageId id)
    {
        var pos = LogPosition.Of(_n, message);
        redactor.EmptyEvent(pos);
        redactor.EmptyEdits(pos);
    }

    /// <inheritdoc/>
    public void UseFile(MessageId message, string file) => SqliteFileUses.Add(session, message.Value, file);

    /// <inheritdoc/>
    public void ReleaseFile(MessageId message, string file) => SqliteFileUses.Remove(session, message.Value, file);

    /// <inheritdoc/>
    public void ReleaseFiles(MessageId message) => SqliteFileUses.Remove(session, message.Value);

    private int SetRole(UserId user, string role) => session["UPDATE members SET role = ?3 WHERE room = ?1 AND user = ?2"]
        .Bind(1, _n).Bind(2, user.Value).Bind(3, role).RunChanges();
}
