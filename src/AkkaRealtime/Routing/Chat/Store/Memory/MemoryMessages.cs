using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store.Memory;

/// <summary>What is read of messages in memory.</summary>
internal static class MemoryMessages
{
    public static MessagePage History(MemoryChatRoom room, long? before, long? after, int limit, MessageId? thread)
    {
        var all = Seqs(room, Math.Max(after ?? 0, room.Expired), before)
            .Where(seq => room.Log.Events[(int)seq - 1].Event is ChatMessage message && (thread is null || message.Thread == thread));
        return after is null ? Last(room, all, limit) : First(room, all, limit);
    }

    public static MessagePage Pins(MemoryChatRoom room, long? before, int limit) =>
        Last(room, room.Overlays.Where(o => o.Value.Pinned && o.Key < (before ?? long.MaxValue)).Select(o => o.Key).Order(), limit);

    public static IReadOnlyDictionary<MessageId, long> Replies(MemoryChatRoom room, IReadOnlyCollection<MessageId> roots) => room.Log.Events
        .Select(e => e.Event).OfType<ChatMessage>()
        .Where(m => m.Thread is { } root && roots.Contains(root) && room.Overlays.GetValueOrDefault(m.Seq)?.Deleted != true)
        .CountBy(m => m.Thread!.Value).ToDictionary(c => c.Key, c => (long)c.Value);

    public static UnreadCount Unread(MemoryChatRoom room, MemberSnapshot member)
    {
        var read = Math.Max(member.Read, room.Expired);
        var before = read > 0 && read <= room.Log.Head ? room.Log.Events[(int)read - 1].Ordinal : 0;
        var deleted = room.Overlays.Count(o => o.Key > read && o.Value.Deleted);
        return new UnreadCount(room.Log.Counted - before - deleted, room.Mentions.Count(m => m.User == member.User && m.Message > member.Read));
    }

    // The rooms with the fewest events first, so that one large room doesn't take the place of the many others.
    public static IReadOnlyList<RoomNews> News(IEnumerable<(MemoryChatRoom Room, long After)> rooms, int limit)
    {
        var left = (long)SyncLimits.Bytes;
        var news = new List<RoomNews>();
        foreach (var (room, after) in rooms.Where(r => r.Room.Log.Head > r.After).OrderBy(r => r.Room.Log.Head - r.After).ThenBy(r => r.Room.Log.Number))
        {
            var missed = room.Log.Events.Skip((int)after).Select(e => new StoredEvent(e.Event.Seq, e.Envelope)).ToList();
            var bytes = missed.Sum(e => (long)e.Envelope.Utf8.Length);
            var fits = missed.Count <= limit && bytes <= left;
            left -= fits ? bytes : 0;
            news.Add(new RoomNews(room.Log.Id, room.Log.Head, !fits, fits ? missed : []));
        }

        return news;
    }

    private static IEnumerable<long> Seqs(MemoryChatRoom room, long after, long? before)
    {
        for (var seq = after + 1; seq <= room.Log.Head && seq < (before ?? long.MaxValue); seq++)
            yield return seq;
    }

    private static MessagePage First(MemoryChatRoom room, IEnumerable<long> seqs, int limit)
    {
        var found = seqs.Take(limit + 1).ToList();
        return new MessagePage([.. found.Take(limit).Select(seq => room.View(seq)!)], room.Log.Head, found.Count > limit);
    }

    private static MessagePage Last(MemoryChatRoom room, IEnumerable<long> seqs, int limit)
    {
        var found = seqs.TakeLast(limit + 1).ToList();
        return new MessagePage([.. found.TakeLast(limit).Select(seq => room.View(seq)!)], room.Log.Head, found.Count > limit);
    }
}
