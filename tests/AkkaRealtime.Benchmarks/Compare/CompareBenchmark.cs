using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;
using AkkaRealtime.Benchmarks.Report;

namespace AkkaRealtime.Benchmarks.Compare;

/// <summary>
/// The same work for one server after the other: deliveries per CPU-second (one delivery is one message at one connection), because the wall clock of
/// a shared machine says little; memory, connecting, latencies; and whether everything came exactly once.
/// </summary>
internal static class CompareBenchmark
{
    /// <summary>Runs it and prints the table. 0 where ours lost and doubled nothing.</summary>
    public static int Run(string[] args)
    {
        var options = CompareOptions.Parse(args);
        Cores.KeepLoadOff();
        List<PeerFigures> all = [];
        foreach (var peer in options.Peers)
        {
            if (AllPeers.Missing(peer) is { } install)
                Console.Error.WriteLine($"{peer} is left out, since it is not installed: {install}");
            else
                all.Add(Measure(peer, options));
        }

        Print(options, all);
        return all.Exists(f => f.Peer == AllPeers.Ours && (f.Missing > 0 || f.Doubled > 0 || f.HasFailed)) ? 1 : 0;
    }

    private static PeerFigures Measure(string peer, CompareOptions options)
    {
        var figures = new PeerFigures(peer, AllPeers.New(peer, "").Name);
        if (options.Rows.Any(r => r == "latency-crowd" || CompareOptions.CrowdRows.Contains(r)))
            figures.Try("large room", () => RoomRows.MeasureCrowd(options, figures));
        if (options.Rows.Any(r => r is "rooms" or "latency-rooms"))
            figures.Try("small rooms", () => RoomRows.MeasureSmall(options, figures));
        if (options.Rows.Contains("idle"))
            figures.Try("idle", () => ConnectionRows.MeasureIdle(options, figures));
        if (options.Rows.Contains("connect"))
            figures.Try("connect", () => ConnectionRows.MeasureConnect(options, figures));
        return figures;
    }

    private static void Print(CompareOptions options, List<PeerFigures> all)
    {
        Show.Heading($"Server on core 0, load on core 1; {options.Time.TotalSeconds} s a row");
        Console.WriteLine("AkkaRealtime stores every message before it delivers it, and knows who is in which room; the others store nothing.");
        Console.WriteLine();
        var (ours, signalR) = (all.Find(f => f.Peer == AllPeers.Ours), all.Find(f => f.Peer == AllPeers.SignalR));
        var ratio = ours is not null && signalR is not null;
        var table = new Table(["", "unit", .. all.Select(f => f.Title), .. ratio ? ["to SignalR"] : Array.Empty<string>()]);
        foreach (var row in all.OrderByDescending(f => f.Rows.Count).SelectMany(f => f.Rows).Distinct())
            table.Row([row.Row, row.Unit, .. all.Select(f => Show.Number(f[row])), .. ratio ? [Show.Number(ours![row] / signalR![row])] : Array.Empty<string>()]);
        table.Row(["missing", "deliveries", .. all.Select(f => Show.Number(f.Missing)), .. ratio ? [""] : Array.Empty<string>()]);
        table.Row(["doubled", "deliveries", .. all.Select(f => Show.Number(f.Doubled)), .. ratio ? [""] : Array.Empty<string>()]);
    }
}
