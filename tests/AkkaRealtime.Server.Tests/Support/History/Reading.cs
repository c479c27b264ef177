using System.Text.Json;

namespace AkkaRealtime.Server.Tests.Support.History;

/// <summary>Reads what <see cref="ChatHistory"/> compares.</summary>
internal static class Reading
{
    // A sync returns at most a thousand.
    private const int Synced = 900;

    /// <summary>A room's messages as <c>chat.history</c> shows them, after a number.</summary>
    public static async Task<IReadOnlyList<StoredMessage>> HistoryAsync(RawClient reader, string room, long after = 0)
    {
        var stored = new List<StoredMessage>();
        for (var more = true; more;)
        {
            var page = await reader.RequestAsync("chat.history", new { room, after = stored.Count == 0 ? after : stored[^1].Seq, limit = 200 });
            more = page.Data.GetProperty("more").GetBoolean();
            stored.AddRange(page.Data.GetProperty("messages").EnumerateArray().Select(Message));
        }

        return stored;
    }

    /// <summary>The last messages of a room as <c>chat.sync</c> returns them.</summary>
    public static async Task<IReadOnlyList<StoredMessage>> SyncAsync(RawClient reader, string room, IReadOnlyList<StoredMessage> history)
    {
        if (history.Count == 0)
            return [];
        var after = history[Math.Max(0, history.Count - Synced)].Seq - 1;
        var had = reader.Seen.Count;
        await reader.RequestAsync("chat.sync", new { rooms = new Dictionary<string, long> { [room] = after } });
        return
        [
            .. reader.Seen.Skip(had).Where(e => e.Type == "chat.events" && e["room"] == room)
                .SelectMany(e => e.Data.GetProperty("events").EnumerateArray())
                .Where(e => e.GetProperty("type").GetString() == "chat.message")
                .Select(e => Message(e.GetProperty("data"))),
        ];
    }

    /// <summary>All messages that a connection was sent, and where it was told that it missed some.</summary>
    public static IEnumerable<(string Room, StoredMessage? Message)> Live(RawClient client)
    {
        foreach (var e in client.Seen)
        {
            if (e.Type == "chat.message")
                yield return (e["room"]!, Message(e.Data));
            if (e.Type == "session.lagging")
            {
                foreach (var room in e.Data.GetProperty("rooms").EnumerateArray())
                    yield return (room.GetString()!, null);
            }
        }
    }

    private static StoredMessage Message(JsonElement m) =>
        new(m.GetProperty("seq").GetInt64(), m.GetProperty("id").GetString()!, m.GetProperty("by").GetString()!, m.GetProperty("key").GetString()!);
}
