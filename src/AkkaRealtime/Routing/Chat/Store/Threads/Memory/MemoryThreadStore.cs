using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Memory;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Routing.Chat.Store.Threads.Memory;

/// <summary>Reads of threads that users follow, in memory.</summary>
internal sealed class MemoryThreadStore(MemoryEngine engine) : IThreadStore
{
    private readonly MemoryRooms _rooms = engine.Tables<MemoryRooms>();

    /// <inheritdoc/>
    public Task<ThreadPage> OfAsync(UserId user, bool unread, MessageId? before, int limit, CancellationToken cancel) => engine.ReadAsync(
        () =>
        {
            var all = _rooms.All.SelectMany(r => r.Follows.Where(f => f.Key.User == user && f.Value.Follows).Select(f => View(r, user, f.Key.Thread, f.Value.Read))).OfType<ThreadView>()
                .OrderByDescending(t => t.Last.Id.Value, StringComparer.Ordinal).ToList();
            var page = all.Where(t => (!unread || t.Unread > 0) && (before is not { } last || string.CompareOrdinal(t.Last.Id.Value, last.Value) < 0)).Take(limit + 1).ToList();
            return new ThreadPage([.. page.Take(limit)], page.Count > limit, all.Count(t => t.Unread > 0));
        },
        cancel);

    /// <inheritdoc/>
    public Task<ThreadFollow?> FindAsync(UserId user, RoomId room, MessageId thread, CancellationToken cancel) => engine.ReadAsync(
        () => _rooms.Find(room) is { } r && r.Follows.TryGetValue((user, thread), out var follow) ? new ThreadFollow(room, thread, follow.Follows, follow.Read) : null, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ThreadFollow>> FollowsAsync(UserId user, MessageId? after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<ThreadFollow>>(
        () =>
        [
            .. _rooms.All.SelectMany(r => r.Follows.Where(f => f.Key.User == user).Select(f => new ThreadFollow(r.Log.Id, f.Key.Thread, f.Value.Follows, f.Value.Read)))
                .Where(f => string.CompareOrdinal(f.Thread.Value, after?.Value ?? "") > 0).OrderBy(f => f.Thread.Value, StringComparer.Ordinal).Take(limit),
        ],
        cancel);

    private static ThreadView? View(MemoryChatRoom room, UserId user, MessageId thread, long read)
    {
        var replies = room.Messages.Values.Where(seq => seq > room.Expired).Order().Select(seq => room.View(seq)!).Where(m => m.Thread == thread && m.Deleted != true).ToList();
        return replies is [.., var last] && room.Messages.TryGetValue(thread, out var root)
            ? new ThreadView(room.Log.Id, room.View(root)!, replies.Count, replies.Count(m => m.Seq > read), replies.Count(m => m.Seq > read && room.Mentions.Contains((user, m.Seq))), read, last)
            : null;
    }
}
