using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Threads;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Routing.Chat.Store.Memory;

/// <summary>What chat keeps in memory.</summary>
internal sealed class MemoryChatTables : IMemoryTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 1;

    /// <inheritdoc/>
    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryRooms(engine);
}

/// <summary>What chat knows of a room beside its log.</summary>
internal sealed class MemoryChatRoom(MemoryRoom log)
{
    public MemoryRoom Log => log;

    public string Name { get; set; } = log.Created.Name;

    public string Topic { get; set; } = log.Created.Topic;

    public SortedDictionary<string, MemberSnapshot> ById { get; } = new(StringComparer.Ordinal);

    public Dictionary<UserId, MemberSnapshot> Members { get; } = [];

    public HashSet<UserId> Left { get; } = [];

    public int SlowModeSeconds { get; set; }

    public string PostRole { get; set; } = RoomRoles.Member;

    /// <summary>Who may not be in it.</summary>
    public Dictionary<UserId, (UserId By, DateTimeOffset At, RoomBan Ban)> Bans { get; } = [];

    /// <summary>The ban of a user that holds at that time.</summary>
    public RoomBan? BanOf(UserId user, DateTimeOffset at) => Bans.TryGetValue(user, out var ban) && ban.Ban.Holds(at) ? ban.Ban : null;

    /// <summary>What members have set for themselves.</summary>
    public Dictionary<UserId, RoomSettings> Settings { get; } = [];

    /// <summary>Who follows which thread, and how far they have read it.</summary>
    public Dictionary<(UserId User, MessageId Thread), (long Read, bool Follows)> Follows { get; } = [];

    public Dictionary<MessageId, long> Messages { get; } = [];

    public Dictionary<long, MessageOverlay> Overlays { get; } = [];

    /// <summary>The tokens by which messages are found.</summary>
    public Dictionary<long, IReadOnlyList<string>> Tokens { get; } = [];

    public HashSet<(UserId User, long Message)> Mentions { get; } = [];

    public HashSet<(long Message, long Edit)> Edits { get; } = [];

    public long Expired { get; set; }

    public int? KeepDays { get; set; }

    /// <summary>The message at a <c>seq</c> as it stands now; null where there is none.</summary>
    public MessageView? View(long seq) => seq > 0 && seq <= log.Head && log.Events[(int)seq - 1] is { Event: ChatMessage } stored
        ? MessageOverlay.View(stored.Envelope.Utf8, Overlays.GetValueOrDefault(seq))
        : null;

    public void Set(MemberSnapshot member) => ById[member.User.Value] = Members[member.User] = member;

    public void Remove(UserId user)
    {
        Members.Remove(user);
        ById.Remove(user.Value);
    }
}

/// <summary>Writes what chat keeps.</summary>
internal sealed class MemoryRooms(MemoryEngine engine) : TableWriter
{
    private readonly Dictionary<RoomId, MemoryChatRoom> _rooms = [];
    private MemoryRoomRows _rows = null!;

    // A room whose first entry was taken back is none.
    public IEnumerable<MemoryChatRoom> All => _rooms.Values.Where(r => r.Log.Head > 0);

    public MemoryChatRoom? Find(RoomId room) => _rooms.GetValueOrDefault(room) is { Log.Head: > 0 } found ? found : null;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveMark mark:
                if (Find(mark.Room) is { } read)
                    new MemoryRoomRows(read, engine).Mark(mark.User, Math.Min(mark.Read, read.Log.Head), Math.Min(Math.Max(mark.Read, mark.Delivered), read.Log.Head));
                return new Saved(mark);
            case SaveRoomSettings settings:
                if (Find(settings.Room) is { } set && set.Members.ContainsKey(settings.User))
                    set.Settings[settings.User] = With(set.Settings.GetValueOrDefault(settings.User) ?? new RoomSettings(0), settings);
                return new Saved(settings);
            case SaveThread thread:
                if (Find(thread.Room) is { } followed)
                    Save(followed, thread);
                return new Saved(thread);
            case ForgetThreads forgotten:
                foreach (var any in All)
                    new MemoryRoomRows(any, engine).ForgetThreads(forgotten.User);
                return new Saved(forgotten);
            case SaveRetention retention:
                if (Find(retention.Room) is { } kept)
                    kept.KeepDays = retention.Days;
                return new Saved(retention);
            case ExpireEvents expire:
                return Find(expire.Room) is { } old ? Expire(old, expire) : new EventsExpired(expire.Room, 0, 0, false);
            case RedactEvents redact:
                return new EventsRedacted(redact.Room, Find(redact.Room) is { } room ? Redact(room, redact) : 0);
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public override void BeginAppend(LogRoom room, AppendEvents entry)
    {
        if (!_rooms.TryGetValue(room.Id, out var known) || known.Log != room)
            _rooms[room.Id] = known = new MemoryChatRoom((MemoryRoom)room);
        _rows = new MemoryRoomRows(known, engine);
    }

    /// <inheritdoc/>
    public override void Apply(LogRoom room, LogEvent e) => RoomProjection.Apply(room, e, _rows);

    /// <inheritdoc/>
    public override void EndAppend(LogRoom room, AppendEvents entry) => RoomProjection.End(room, entry, _rows);

    private static RoomSettings With(RoomSettings before, SaveRoomSettings entry) => new(
        before.Revision + 1,
        entry.Notify ?? before.Notify,
        (entry.Favourite ?? before.Favourite) is true ? true : null,
        (entry.Hidden ?? before.Hidden) is > 0 and var hidden ? hidden : null,
        (entry.Unread ?? before.Unread) is true ? true : null);

    private void Save(MemoryChatRoom room, SaveThread entry)
    {
        if (entry.Follows is not null)
            new MemoryRoomRows(room, engine).Follow(entry.User, entry.Thread, room.Log.Head, isRead: false);
        if (!room.Follows.TryGetValue((entry.User, entry.Thread), out var follow))
            return;
        room.Follows[(entry.User, entry.Thread)] = (Math.Max(follow.Read, Math.Min(entry.Read ?? 0, room.Log.Head)), entry.Follows ?? follow.Follows);
    }

    private EventsExpired Expire(MemoryChatRoom room, ExpireEvents entry)
    {
        var old = room.Log.Events.Skip((int)room.Expired).Take(entry.MaxEvents).TakeWhile(e => e.Event.At < entry.Before).ToList();
        var emptied = Empty(room, old, staysAsDeleted: false);
        room.Expired += old.Count;
        return new EventsExpired(entry.Room, room.Expired, emptied, old.Count == entry.MaxEvents);
    }

    private int Redact(MemoryChatRoom room, RedactEvents entry) => Empty(
        room,
        entry.Seqs.Where(seq => seq > 0 && seq <= room.Log.Head).Select(seq => room.Log.Events[(int)seq - 1]).Where(e => e.Event.By == entry.User),
        staysAsDeleted: true);

    // What is to be emptied is counted before: a message takes its edits along.
    // When other domains' events are old enough to go is for those domains to say.
    private int Empty(MemoryChatRoom room, IEnumerable<MemoryEvent> events, bool staysAsDeleted)
    {
        var full = events.Where(e => (staysAsDeleted || e.Event is RoomEvent) && Redaction.Of(e.Envelope.Utf8) is not null).Select(e => e.Event.Seq).ToList();
        var rows = new MemoryRoomRows(room, engine);
        foreach (var seq in full)
            rows.Redact(seq, staysAsDeleted);
        return full.Count;
    }
}
