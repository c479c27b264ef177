using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store.Memory;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Routing.Chat.Store.Memory;

/// <summary>Chat's reads in memory.</summary>
internal sealed class MemoryChatStore(MemoryEngine engine) : IChatStore
{
    private readonly MemoryRooms _rooms = engine.Tables<MemoryRooms>();
    private readonly MemoryUsers _users = engine.Tables<MemoryUsers>();

    /// <inheritdoc/>
    public Task<RoomSnapshot?> LoadRoomAsync(RoomId room, CancellationToken cancel) => engine.ReadAsync(
        () => _rooms.Find(room) is { } r
            ? new RoomSnapshot(room, r.Log.Created.Kind, r.Name, r.Topic, r.Log.Head, r.Log.CreatedAt, [.. r.Members.Values])
            {
                Bans = [.. r.Bans.Select(b => KeyValuePair.Create(b.Key, b.Value.Ban))],
                SlowModeSeconds = r.SlowModeSeconds,
                PostRole = r.PostRole,
            }
            : null,
        cancel);

    /// <inheritdoc/>
    public Task<RoomAccess?> AccessAsync(RoomId room, UserId user, CancellationToken cancel) => engine.ReadAsync(
        () => _rooms.Find(room) is { } r
            ? new RoomAccess(r.Log.Created.Kind, r.Members.GetValueOrDefault(user)?.Role, r.Log.Head, IsChannel(r)) { Ban = r.BanOf(user, engine.Time.GetUtcNow()) }
            : null,
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlySet<UserId>> SharingRoomAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel) => engine.ReadAsync<IReadOnlySet<UserId>>(
        () => others.Where(o => RoomsOf(user).Any(r => r.Members.ContainsKey(o))).ToHashSet(), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomId>> SharedRoomsAsync(UserId user, UserId other, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<RoomId>>(
        () => [.. RoomsOf(user).Where(r => r.Log.Created.Kind != RoomKinds.Direct && r.Members.ContainsKey(other)).Select(r => r.Log.Id).Take(limit)], cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<RoomId, RoomSettings>> SettingsAsync(UserId user, RoomId? room, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyDictionary<RoomId, RoomSettings>>(
            () => RoomsOf(user).Where(r => (room is null || r.Log.Id == room) && r.Settings.ContainsKey(user)).ToDictionary(r => r.Log.Id, r => r.Settings[user]), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomHead>> HeadsAsync(UserId user, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<RoomHead>>(() => [.. RoomsOf(user).Select(r => new RoomHead(r.Log.Id, r.Log.Head))], cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomView>> RoomsAsync(UserId user, RoomId? room, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<RoomView>>(
        () =>
        [
            .. RoomsOf(user).Where(r => room is null || r.Log.Id == room)
                .OrderByDescending(r => r.Log.ActiveAt).ThenByDescending(r => r.Log.Number).Select(r => View(r, user)),
        ],
        cancel);

    /// <inheritdoc/>
    public Task<RoomPage> RoomsAsync(UserId user, RoomCursor? after, int limit, CancellationToken cancel) => engine.ReadAsync(
        () =>
        {
            var rooms = RoomsOf(user).Select(r => (Room: r, Place: new RoomCursor(r.Log.ActiveAt.ToUnixTimeMilliseconds(), r.Log.Number)))
                .OrderByDescending(r => r.Place.ActiveAt).ThenByDescending(r => r.Place.Number)
                .Where(r => after is null || (r.Place.ActiveAt, r.Place.Number).CompareTo((after.ActiveAt, after.Number)) < 0).Take(limit + 1).ToList();
            return new RoomPage([.. rooms.Take(limit).Select(r => View(r.Room, user))], rooms.Count > limit ? rooms[limit - 1].Place : null);
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BanView>> BansAsync(RoomId room, UserId? after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<BanView>>(
        () =>
        [
            .. (_rooms.Find(room)?.Bans.AsEnumerable() ?? []).Where(b => string.CompareOrdinal(b.Key.Value, after?.Value ?? "") > 0 && b.Value.Ban.Holds(engine.Time.GetUtcNow()))
                .OrderBy(b => b.Key.Value, StringComparer.Ordinal).Take(limit)
                .Select(b => new BanView(b.Key, _users.NameOf(b.Key) ?? b.Key.Value, b.Value.By, b.Value.At, b.Value.Ban.Until, b.Value.Ban.Reason)),
        ],
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlySet<UserId>> InManyRoomsAsync(IReadOnlyCollection<UserId> users, int least, CancellationToken cancel) => engine.ReadAsync<IReadOnlySet<UserId>>(
        () => users.Where(user => RoomsOf(user).Take(least).Count() == least).ToHashSet(), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomView>> DirectoryAsync(UserId user, string? query, string? before, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<RoomView>>(
        () =>
        {
            var channels = _rooms.All.Where(IsChannel).OrderBy(Words, StringComparer.Ordinal).ThenBy(r => r.Log.Number);
            var wanted = string.IsNullOrWhiteSpace(query) ? "" : Folded.Of(query.Trim());
            return
            [
                .. (before is null ? channels : channels.SkipWhile(r => r.Log.Id.Value != before).Skip(1))
                    .Where(r => !r.Members.ContainsKey(user) && Words(r).Contains(wanted, StringComparison.Ordinal)).Take(limit).Select(r => View(r, user)),
            ];
        },
        cancel);

    /// <inheritdoc/>
    public Task<MemberPage?> MembersAsync(
        RoomId room, UserId? after, string? query, IReadOnlyCollection<UserId>? users, int limit, CancellationToken cancel) => engine.ReadAsync(
        () =>
        {
            if (_rooms.Find(room) is not { } r)
                return null;
            var wanted = string.IsNullOrWhiteSpace(query) ? "" : Folded.Of(query.Trim());
            var found = r.ById.Values
                .Where(m => string.CompareOrdinal(m.User.Value, after?.Value ?? "") > 0 && users?.Contains(m.User) != false)
                .Select(m => new MemberView(m.User, _users.NameOf(m.User) ?? m.User.Value, m.Role, m.Read, m.Delivered))
                .Where(m => Folded.Of(m.Name).Contains(wanted, StringComparison.Ordinal) || Folded.Of(m.User.Value).Contains(wanted, StringComparison.Ordinal))
                .Take(limit + 1).ToList();
            return new MemberPage([.. found.Take(limit)], r.Members.Count, found.Count > limit);
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RenamedUser>> RenamedAsync(UserId user, DateTimeOffset since, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<RenamedUser>>(
        () =>
        [
            .. _users.NamedAt.Where(n => n.Value > since && RoomsOf(user).Any(r => r.Members.ContainsKey(n.Key)))
                .Select(n => new RenamedUser(n.Key, _users.NameOf(n.Key) ?? n.Key.Value, n.Value!.Value))
                .OrderBy(n => n.At).ThenBy(n => n.User.Value, StringComparer.Ordinal).Take(limit),
        ],
        cancel);

    /// <inheritdoc/>
    public Task<RoomId?> FindDirectAsync(UserId one, UserId other, CancellationToken cancel) =>
        engine.ReadAsync(() => _rooms.All.FirstOrDefault(r => r.Log.Created.Pair == Pair.Of(one, other))?.Log.Id, cancel);

    /// <inheritdoc/>
    public Task<MessagePage> HistoryAsync(RoomId room, long? before, long? after, int limit, MessageId? thread, CancellationToken cancel) => engine.ReadAsync(
        () => _rooms.Find(room) is { } r
            ? MemoryMessages.History(r, before, after, limit, thread)
            : new MessagePage([], 0, false),
        cancel);

    /// <inheritdoc/>
    public Task<MessagePage> PinsAsync(RoomId room, long? before, int limit, CancellationToken cancel) => engine.ReadAsync(
        () => _rooms.Find(room) is { } r
            ? MemoryMessages.Pins(r, before, limit)
            : new MessagePage([], 0, false),
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<MessageId, long>> RepliesAsync(RoomId room, IReadOnlyCollection<MessageId> roots, CancellationToken cancel) => engine.ReadAsync(
        () => _rooms.Find(room) is { } r ? MemoryMessages.Replies(r, roots) : new Dictionary<MessageId, long>(), cancel);

    /// <inheritdoc/>
    public Task<MessageView?> FindMessageAsync(RoomId room, MessageId id, CancellationToken cancel) => engine.ReadAsync(
        () => _rooms.Find(room) is { } r && r.Messages.TryGetValue(id, out var seq) ? r.View(seq) : null, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomNews>> SyncAsync(UserId user, IReadOnlyDictionary<RoomId, long> positions, int limit, CancellationToken cancel) => engine.ReadAsync(
        () => MemoryMessages.News(
            positions.Select(p => (Room: _rooms.Find(p.Key), After: Math.Max(p.Value, 0)))
                .Where(p => p.Room is { } r && (r.Members.ContainsKey(user) || (IsChannel(r) && r.BanOf(user, engine.Time.GetUtcNow()) is null)))
                .Select(p => (p.Room!, p.After)),
            limit),
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<UserId, UnreadState>> UnreadAsync(RoomId room, IReadOnlyCollection<UserId> users, CancellationToken cancel) => engine.ReadAsync<IReadOnlyDictionary<UserId, UnreadState>>(
        () => _rooms.Find(room) is { } r
            ? users.Where(r.Members.ContainsKey).Distinct().ToDictionary(u => u, u => new UnreadState(MemoryMessages.Unread(r, r.Members[u]), r.Log.Head, r.Members[u].Read))
            : new Dictionary<UserId, UnreadState>(),
        cancel);

    /// <inheritdoc/>
    public Task<SearchPage> SearchAsync(UserId user, string text, RoomId? room, SearchCursor? before, int limit, CancellationToken cancel) => engine.ReadAsync(
        () => MemorySearch.Search(RoomsOf(user).Where(r => room is null || r.Log.Id == room), text, room is not null, before, limit), cancel);

    private static bool IsChannel(MemoryChatRoom room) => room.Log.Created.Kind == RoomKinds.Channel;

    private static string Words(MemoryChatRoom room) => Folded.Of(room.Name, room.Topic);

    private IEnumerable<MemoryChatRoom> RoomsOf(UserId user) => _rooms.All.Where(r => r.Members.ContainsKey(user));

    // A direct room is called what the other one of its two is called, or by their id.
    private RoomView View(MemoryChatRoom room, UserId user)
    {
        UserId? peer = room.Log.Created.Pair is { } pair ? Pair.Other(pair, user) : null;
        var name = peer is null ? room.Name : room.ById.Values.FirstOrDefault(m => m.User != user) is { User: var other } ? _users.NameOf(other) ?? other.Value : "";
        var member = room.Members.GetValueOrDefault(user);
        var (unread, mentions) = member is null ? default : MemoryMessages.Unread(room, member);
        var last = room.Log.Latest > room.Expired ? room.View(room.Log.Latest) : null;
        return new RoomView(
            room.Log.Id, room.Log.Created.Kind, name, room.Topic, room.Members.Count, member?.Role, room.Log.Head, member?.Read ?? 0, unread, mentions, last, peer)
        {
            SlowModeSeconds = room.SlowModeSeconds > 0 ? room.SlowModeSeconds : null,
            PostRole = room.PostRole == RoomRoles.Member ? null : room.PostRole,
        };
    }
}
