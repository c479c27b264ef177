using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>Reads of messages as they stand now.</summary>
internal static class MessageReads
{
    private const string Select = "SELECT " + OverlayRow.ViewColumns + " FROM " + OverlayRow.ViewTables;

    // Exactly one bound on each side: with more, the planner begins at the room's first row.
    private const string InRoom = " WHERE e.pos > ?1 AND e.pos < ?2 AND e.type = 1";
    private const string InThread = " WHERE e.thread = ?4 AND e.pos > ?1 AND e.pos < ?2 AND e.type = 1";

    public static MessagePage History(SqliteSession s, RoomId room, long? before, long? after, int limit, MessageId? thread)
    {
        var find = s["SELECT n, head, expired FROM rooms WHERE id = ?1"].Bind(1, room.Value);
        if (!find.Step())
            return new MessagePage([], 0, false);
        var (n, head, expired) = (find.Number(0), find.Number(1), find.Number(2));
        var forward = after is not null;
        var row = s[(thread is null, forward) switch
        {
            (true, true) => Select + InRoom + " ORDER BY e.pos LIMIT ?3",
            (true, false) => Select + InRoom + " ORDER BY e.pos DESC LIMIT ?3",
            (false, true) => Select + InThread + " ORDER BY e.pos LIMIT ?3",
            (false, false) => Select + InThread + " ORDER BY e.pos DESC LIMIT ?3",
        }];
        row.Bind(1, LogPosition.Of(n, Math.Max(after ?? 0, expired))).Bind(2, LogPosition.Of(n, before ?? head + 1)).Bind(3, limit + 1);
        if (thread is { } id)
            row.Bind(4, id.Value);
        var messages = new List<MessageView>();
        while (messages.Count < limit && row.Step())
            messages.Add(OverlayRow.View(row));
        var more = messages.Count == limit && row.Step();
        if (!forward)
            messages.Reverse();
        return new MessagePage(messages, head, more);
    }

    // By the changed messages of the room: few of all.
    public static MessagePage Pins(SqliteSession s, RoomId room, long? before, int limit)
    {
        var find = s["SELECT n, head FROM rooms WHERE id = ?1"].Bind(1, room.Value);
        if (!find.Step())
            return new MessagePage([], 0, false);
        var (n, head) = (find.Number(0), find.Number(1));
        var row = s["SELECT " + OverlayRow.ViewColumns + " FROM overlays o JOIN events e ON e.pos = o.pos " +
                    "WHERE o.pos > ?1 AND o.pos < ?2 AND o.pinned = 1 ORDER BY o.pos DESC LIMIT ?3"]
            .Bind(1, LogPosition.Of(n, 0)).Bind(2, LogPosition.Of(n, before ?? head + 1)).Bind(3, limit + 1);
        var messages = new List<MessageView>();
        while (messages.Count < limit && row.Step())
            messages.Add(OverlayRow.View(row));
        var more = messages.Count == limit && row.Step();
        messages.Reverse();
        return new MessagePage(messages, head, more);
    }

    public static IReadOnlyDictionary<MessageId, long> Replies(SqliteSession s, RoomId room, IReadOnlyCollection<MessageId> roots)
    {
        var counts = new Dictionary<MessageId, long>();
        var row = s["SELECT e.thread, COUNT(*) FROM json_each(?1) root CROSS JOIN events e ON e.thread = root.value LEFT JOIN overlays o ON o.pos = e.pos " +
                    "WHERE o.deleted IS NOT 1 AND e.type = 1 AND e.pos >> 32 = (SELECT n FROM rooms WHERE id = ?2) GROUP BY e.thread"]
            .Bind(1, $"[{string.Join(',', roots.Select(r => $"\"{r.Value}\""))}]").Bind(2, room.Value);
        while (row.Step())
            counts.Add(new MessageId(row.Text(0)), row.Number(1));
        return counts;
    }

    public static MessageView? Find(SqliteSession s, RoomId room, MessageId id)
    {
        var row = s[Select + " WHERE e.id = ?1 AND e.type = 1 AND e.pos >> 32 = (SELECT n FROM rooms WHERE id = ?2)"].Bind(1, id.Value).Bind(2, room.Value);
        return row.Step() ? OverlayRow.View(row) : null;
    }
}
