using System.Globalization;
using AkkaRealtime.Benchmarks.Load;

namespace AkkaRealtime.Benchmarks.Compare;

/// <summary>Rooms in which is talked: throughput, and latencies at a pace.</summary>
internal static class RoomRows
{
    private const double OfSaturation = 0.7;

    /// <summary>One large room.</summary>
    public static void MeasureCrowd(CompareOptions options, PeerFigures figures)
    {
        using var bench = Bench.Start(figures.Peer);
        var rooms = bench.Connect(1, options.Crowd);
        bench.WarmUp(rooms, 16, options.WarmUp);
        foreach (var row in CompareOptions.CrowdRows.Where(options.Rows.Contains))
        {
            var window = int.Parse(row[(row.IndexOf('x', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
            AddThroughput($"one room of {options.Crowd:N0}, {window} in flight", bench, rooms, window, options, figures);
        }

        if (options.Rows.Contains("latency-crowd"))
            AddLatencies($"one room of {options.Crowd:N0}", bench, rooms, 16, lightly: 2, options, figures);
        figures.AddFaults(bench.Load.Faults);
    }

    /// <summary>Many small rooms, in which everybody sends.</summary>
    public static void MeasureSmall(CompareOptions options, PeerFigures figures)
    {
        using var bench = Bench.Start(figures.Peer);
        var rooms = bench.Connect(options.Rooms, CompareOptions.SmallRoom);
        bench.WarmUp(rooms, CompareOptions.SmallRoom, options.WarmUp);
        var what = $"{options.Rooms} rooms of {CompareOptions.SmallRoom}";
        if (options.Rows.Contains("rooms"))
            AddThroughput($"{what}, all sending", bench, rooms, CompareOptions.SmallRoom, options, figures);
        if (options.Rows.Contains("latency-rooms"))
            AddLatencies(what, bench, rooms, CompareOptions.SmallRoom, lightly: 100, options, figures);
        figures.AddFaults(bench.Load.Faults);
    }

    private static void AddThroughput(string row, Bench bench, IReadOnlyList<LoadRoom> rooms, int window, CompareOptions options, PeerFigures figures)
    {
        bench.Send(rooms, window, options.WarmUp / 4);
        var (deliveries, cpu) = bench.Send(rooms, window, options.Time);
        figures.Add(row, "deliveries per CPU-second", deliveries / cpu);
    }

    // Lightly, which is the same for all; and at most of what this very server can do, which is another pace for each.
    private static void AddLatencies(
        string what, Bench bench, IReadOnlyList<LoadRoom> rooms, int window, double lightly, CompareOptions options, PeerFigures figures)
    {
        var saturation = bench.Load.Send(rooms, window, options.Time) / (double)rooms[0].Members.Count / options.Time.TotalSeconds;
        var most = saturation * OfSaturation;
        AddLatency($"{what}, {lightly} messages a second", bench.Load.Pace(rooms, lightly, options.Time * 2), figures);
        figures.Add($"{what}, {OfSaturation:P0} of saturation", "messages a second", most);
        AddLatency($"{what}, {OfSaturation:P0} of saturation", bench.Load.Pace(rooms, most, options.Time * 2), figures);
    }

    private static void AddLatency(string row, Latencies latencies, PeerFigures figures)
    {
        figures.Add(row, "ms, p50", latencies.Ms(0.5));
        figures.Add(row, "ms, p99", latencies.Ms(0.99));
        figures.Add(row, "ms, p99.9", latencies.Ms(0.999));
    }
}
