using System.Globalization;
using AkkaRealtime.Benchmarks.Peers;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Benchmarks.Page;

/// <summary>The rooms that the page shows, written full by the one other member of each.</summary>
internal static class PageRooms
{
    /// <summary>Whose page it is.</summary>
    public const int Reader = 0;

    private static readonly string[] Words =
        ["the", "meeting", "is", "at", "ten", "and", "please", "bring", "your", "notes", "on", "last", "week", "since", "nobody", "else", "has", "them"];

    /// <summary>Makes and fills them; the first one is the long one.</summary>
    public static async Task<IReadOnlyList<string>> FillAsync(AkkaRealtimePeer peer, PageOptions options)
    {
        var rooms = peer.MakeRooms(options.Rooms, members: 1, first: Reader + 1, everywhere: Reader);
        var others = (options.Messages / 2) / (rooms.Count - 1);
        for (var i = 0; i < rooms.Count; i++)
        {
            await using var writer = await BulkWriter.ConnectAsync(new Uri($"ws://{peer.Address}/ws/ws"), peer.TokenOf(Reader + 1 + i)!);
            var room = i;
            await writer.WriteAsync(rooms[i], Enumerable.Range(0, i == 0 ? options.Messages - (others * (rooms.Count - 1)) : Math.Max(others, 1)).Select(n => TextOf(room, n)));
        }

        return rooms;
    }

    /// <summary>How the texts of a room begin.</summary>
    public static string BeginningOf(int room) => string.Create(CultureInfo.InvariantCulture, $"Room {room}, ");

    // As people write: mostly a line, now and then some more, sometimes with formatting.
    private static string TextOf(int room, int number)
    {
        var words = string.Join(' ', Enumerable.Range(0, 3 + (number * 7 % 23)).Select(i => Words[(number + (i * 5)) % Words.Length]));
        var more = (number % 25) switch
        {
            7 => "\n\n- **first**, the plan\n- then `what to do`\n- and _who_",
            13 => $"\nhttps://example.com/{number}",
            19 => $"\n{words}\n{words}",
            _ => "",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{BeginningOf(room)}message {number}: {words}{more}");
    }
}
