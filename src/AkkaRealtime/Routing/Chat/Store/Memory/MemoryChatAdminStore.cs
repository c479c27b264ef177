using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store.Memory;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Routing.Chat.Store.Memory;

/// <summary>The operator's reads of rooms in memory.</summary>
internal sealed class MemoryChatAdminStore(MemoryEngine engine) : IChatAdminStore
{
    private readonly MemoryRooms _rooms = engine.Tables<MemoryRooms>();
    private readonly MemoryUsers _users = engine.Tables<MemoryUsers>();

    /// <inheritdoc/>
    public Task<RoomCounts> CountsAsync(CancellationToken cancel) =>
        engine.ReadAsync(() => new RoomCounts(_rooms.All.LongCount(), _rooms.All.Sum(r => r.Log.Counted)), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomEntry>> RoomsAsync(string? query, RoomId? after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<RoomEntry>>(
        () => [.. After(after).Where(r => query is null || Folded.Of(r.Name, r.Topic).Contains(Folded.Of(query), StringComparison.Ordinal)).Take(limit).Select(Entry)],
        cancel);

    /// <inheritdoc/>
    public Task<RoomEntry?> FindRoomAsync(RoomId room, CancellationToken cancel) => engine.ReadAsync(() => _rooms.Find(room) is { } r ? Entry(r) : null, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemberEntry>> MembersAsync(RoomId room, UserId? after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<MemberEntry>>(
        () =>
        [
            .. (_rooms.Find(room)?.ById.Values.AsEnumerable() ?? []).Where(m => string.CompareOrdinal(m.User.Value, after?.Value ?? "") > 0).Take(limit)
                .Select(m => new MemberEntry(m.User, _users.All.GetValueOrDefault(m.User.Value)?.Name, m.Role, m.Read)),
        ],
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomId>> RoomsEverOfAsync(UserId user, RoomId? after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<RoomId>>(
        () => [.. After(after).Where(r => r.Members.ContainsKey(user) || r.Left.Contains(user) || r.Bans.ContainsKey(user)).Take(limit).Select(r => r.Log.Id)], cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<(RoomId Room, DateTimeOffset At, RoomBan Ban)>> BansOfAsync(UserId user, IReadOnlyCollection<RoomId> rooms, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<(RoomId, DateTimeOffset, RoomBan)>>(
            () => [.. rooms.Select(_rooms.Find).OfType<MemoryChatRoom>().Where(r => r.Bans.ContainsKey(user)).Select(r => (r.Log.Id, r.Bans[user].At, r.Bans[user].Ban))], cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> EventsByAsync(RoomId room, UserId user, long after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<StoredEvent>>(
        () =>
        [
            .. (engine.Find(room)?.Events ?? [])
                .Where(e => e.Event.Seq > after && e.Event.By == user && (e.Event is ChatMessage or ChatEdited or ChatReacted or ChatPreviewed or not RoomEvent))
                .Take(limit).Select(e => new StoredEvent(e.Event.Seq, e.Envelope)),
        ],
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>?> RevisionsAsync(RoomId room, MessageId message, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<StoredEvent>?>(
        () => _rooms.Find(room) is { } r && r.Messages.TryGetValue(message, out var sent)
            ? [.. r.Edits.Where(e => e.Message == sent).Select(e => e.Edit).Prepend(sent).Order().Select(seq => new StoredEvent(seq, r.Log.Events[(int)seq - 1].Envelope))]
            : null,
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DueRoom>> DueRoomsAsync(DateTimeOffset now, int defaultDays, RoomId? after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<DueRoom>>(
        () =>
        [
            .. After(after).Select(r => (Room: r, Days: r.KeepDays ?? defaultDays))
                .Where(r => r.Days > 0 && r.Room.Expired < r.Room.Log.Head && r.Room.Log.Events[(int)r.Room.Expired].Event.At < now.AddDays(-r.Days))
                .Take(limit).Select(r => new DueRoom(r.Room.Log.Id, now.AddDays(-r.Days))),
        ],
        cancel);

    private static RoomEntry Entry(MemoryChatRoom room) => new(
        room.Log.Id,
        room.Log.Created.Kind,
        room.Name,
        room.Topic,
        room.Members.Count,
        room.Log.Head,
        room.Log.Counted,
        room.Expired,
        room.KeepDays,
        room.Log.CreatedAt,
        room.Log.ActiveAt);

    private IEnumerable<MemoryChatRoom> After(RoomId? after) =>
        _rooms.All.Where(r => string.CompareOrdinal(r.Log.Id.Value, after?.Value ?? "") > 0).OrderBy(r => r.Log.Id.Value, StringComparer.Ordinal);
}
