using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;
using AkkaRealtime.Benchmarks.Report;

namespace AkkaRealtime.Benchmarks.Page;

/// <summary>The page of somebody with many rooms, one of them very long, in Chromium: how long it takes to open, and how smoothly it scrolls.</summary>
internal static class PageBenchmark
{
    private const int Wheel = 300;
    private const string Sentence = "We should look at this together on Thursday afternoon.";

    /// <summary>Runs it and prints the tables. 0 where it finished, 1 where there is no browser.</summary>
    public static async Task<int> RunAsync(PageOptions options)
    {
        string[] programs = ["chromium", "google-chrome", "chromium-browser"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (programs.SelectMany(p => folders.Select(f => Path.Combine(f, p))).FirstOrDefault(File.Exists) is not { } browser)
        {
            await Console.Error.WriteLineAsync("Chromium is not installed: apt-get install -y --no-install-recommends chromium");
            return 1;
        }

        var data = Directory.CreateTempSubdirectory("akkarealtime-bench-");
        try
        {
            var peer = new AkkaRealtimePeer(data.FullName, more: new Dictionary<string, string> { ["AkkaRealtime__DevSignIn"] = "true" }) { Address = ServerUnderTest.FreeAddress() };
            using var server = ServerUnderTest.Start(peer);
            Show.Progress($"writing {options.Messages:N0} messages in {options.Rooms:N0} rooms");
            var rooms = await PageRooms.FillAsync(peer, options);
            await using var visitor = await PageVisitor.OpenAsync(browser, new Uri($"http://{peer.Address}/"));
            Show.Heading($"{options.Messages:N0} messages in {options.Rooms:N0} rooms, half of them in one; 1280×800, no GPU");
            await MeasureOpeningAsync(visitor, rooms, options);
            await MeasureScrollingAsync(visitor, rooms, options);
            return 0;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task MeasureOpeningAsync(PageVisitor visitor, IReadOnlyList<string> rooms, PageOptions options)
    {
        var table = new Table("until it is drawn, ms", "half under", "95 % under", "longest");
        Add(table, "the list of rooms, after signing in for the first time", [await visitor.SignInAsync(PageRooms.Reader)]);
        List<double> reloads = [];
        for (var i = 0; i < options.Loads; i++)
            reloads.Add(await visitor.ReloadAsync());
        Add(table, "the list of rooms, after a reload", reloads);

        // In turn, so that the long one is opened again and again and not once.
        List<double> @long = [], others = [];
        for (var i = 1; i <= options.Visits; i++)
        {
            others.Add(await visitor.OpenRoomAsync(rooms[i], PageRooms.BeginningOf(i)));
            @long.Add(await visitor.OpenRoomAsync(rooms[0], PageRooms.BeginningOf(0)));
        }

        Add(table, "the long room: the first time", @long[..1]);
        Add(table, "again", @long[1..]);
        Add(table, "another room, for the first time", others);
        Add(table, "what a key does in the long room", await visitor.TypeAsync(Sentence));
        Console.WriteLine();
    }

    private static async Task MeasureScrollingAsync(PageVisitor visitor, IReadOnlyList<string> rooms, PageOptions options)
    {
        var table = new Table($"{options.Turns} turns of the wheel by {Wheel} px", "frames", "half under", "95 % under", "99 % under", "longest, ms", "elements", "heap, MB");
        await visitor.OpenRoomAsync(rooms[0], PageRooms.BeginningOf(0));
        await AddFramesAsync("the long room, upwards from its end", "timeline", -Wheel);
        await AddFramesAsync("and down again", "timeline", Wheel);
        await AddFramesAsync("the list of rooms, down", "room-item", Wheel);

        async Task AddFramesAsync(string row, string over, int pixels)
        {
            var frames = await visitor.ScrollAsync(over, options.Turns, pixels);
            var (elements, heap) = await visitor.SizeAsync();
            table.Row(row, $"{frames.Count}", At(frames, 0.5), At(frames, 0.95), At(frames, 0.99), At(frames, 1), $"{elements}", Show.Megabytes(heap));
        }
    }

    private static void Add(Table table, string row, IReadOnlyList<double> times) => table.Row(row, At(times, 0.5), At(times, 0.95), At(times, 1));

    private static string At(IReadOnlyList<double> times, double share)
    {
        var sorted = times.Order().ToList();
        return Show.Number(Math.Round(sorted[Math.Clamp((int)Math.Ceiling(sorted.Count * share) - 1, 0, sorted.Count - 1)], 1));
    }
}
