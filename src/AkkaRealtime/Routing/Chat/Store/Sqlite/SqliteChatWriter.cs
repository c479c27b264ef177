using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Threads;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;
using AkkaRealtime.Storage.Sqlite.Appending;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>Writes chat's tables, inside the transactions of the journal.</summary>
internal sealed class SqliteChatWriter : TableWriter, ISqliteLogged, ISqliteDeferredWork, ISqliteRebuild
{
    private readonly SqliteSession _session;
    private readonly SqliteRoomRows _rows;
    private readonly SqliteRedactor _redactor;
    private readonly SqliteTextIndex _texts;
    private readonly SqliteReindex _reindex;
    private readonly ThreadRows _threads;
    private bool _mergesAnew;

    public SqliteChatWriter(SqliteSession session)
    {
        _session = session;
        _redactor = new SqliteRedactor(session);
        _texts = new SqliteTextIndex(session);
        _rows = new SqliteRoomRows(session, _redactor, _texts);
        _threads = new ThreadRows(session);
        _reindex = new SqliteReindex(session, _texts);
    }

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveMark mark:
                Save(mark);
                return new Saved(mark);
            case SaveRetention retention:
                _session["UPDATE rooms SET keep_days = ?2 WHERE id = ?1"].Bind(1, retention.Room.Value).Bind(2, (long?)retention.Days).Run();
                return new Saved(retention);
            case SaveRoomSettings settings:
                SettingRows.Save(_session, settings);
                return new Saved(settings);
            case SaveThread thread:
                _threads.Save(thread);
                return new Saved(thread);
            case ForgetThreads forgotten:
                _session["DELETE FROM thread_follows WHERE user = ?1"].Bind(1, forgotten.User.Value).Run();
                return new Saved(forgotten);
            case ExpireEvents expire:
                return _redactor.Expire(expire);
            case RedactEvents redact:
                return _redactor.Redact(redact);
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public override void BeginAppend(LogRoom room, AppendEvents entry) => _rows.Begin(room.Number);

    /// <inheritdoc/>
    public override void Apply(LogRoom room, LogEvent e) => RoomProjection.Apply(room, e, _rows);

    /// <inheritdoc/>
    public override void EndAppend(LogRoom room, AppendEvents entry)
    {
        _rows.Flush();
        RoomProjection.End(room, entry, _rows);
    }

    // What is frequent. A deletion must not be here: it knows what isn't on the wire, whether it empties the log.
    /// <inheritdoc/>
    public bool IsLogged(LogEvent e) => e is ChatMessage or ChatEdited or ChatReacted or ChatPreviewed;

    /// <inheritdoc/>
    public void BeginStep() => _texts.BeginOrder();

    /// <inheritdoc/>
    public void EndStep() => _texts.EndOrder();

    /// <inheritdoc/>
    public LogEvent ReadEvent(ReadOnlyMemory<byte> envelope) => RoomEventJson.Decode(envelope);

    /// <inheritdoc/>
    public RoomId? RoomOf(JournalEntry entry) => (entry as SaveMark)?.Room;

    /// <inheritdoc/>
    public JournalResult Log(JournalEntry entry, BinaryWriter log)
    {
        var mark = (SaveMark)entry;
        log.Write(mark.Room.Value);
        log.Write(mark.User.Value);
        log.Write(mark.Read);
        log.Write(mark.Delivered);
        return new Saved(mark);
    }

    /// <inheritdoc/>
    public JournalEntry ReadEntry(BinaryReader log) =>
        new SaveMark(ActorRefs.Nobody, new RoomId(log.ReadString()), new UserId(log.ReadString()), log.ReadInt64(), log.ReadInt64());

    /// <inheritdoc/>
    public bool CatchUp() => _texts.Step();

    /// <inheritdoc/>
    public bool Scrub(bool first)
    {
        _mergesAnew |= first;
        if (_reindex.RemoveFormer())
            return true;
        var begins = _mergesAnew;
        _mergesAnew = false;
        return _texts.Merge(begins);
    }

    /// <inheritdoc/>
    public RebuildProgress Rebuild() => _reindex.Rebuild();

    // Only forward, and never past the head; what was read was delivered.
    private void Save(SaveMark mark)
    {
        var room = _session["SELECT n, head FROM rooms WHERE id = ?1"].Bind(1, mark.Room.Value);
        if (!room.Step())
            return;
        var (n, head) = (room.Number(0), room.Number(1));
        room.Reset();
        _session["UPDATE members SET read = max(read, ?3), delivered = max(delivered, ?4) WHERE room = ?1 AND user = ?2"]
            .Bind(1, n).Bind(2, mark.User.Value).Bind(3, Math.Min(mark.Read, head))
            .Bind(4, Math.Min(Math.Max(mark.Read, mark.Delivered), head)).Run();
    }
}
