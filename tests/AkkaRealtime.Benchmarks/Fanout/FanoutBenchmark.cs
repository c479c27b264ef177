using System.Diagnostics;
using System.Globalization;
using AkkaRealtime.Benchmarks.Load;

namespace AkkaRealtime.Benchmarks.Fanout;

/// <summary>
/// Deliveries per CPU-second of the server (one delivery is one message at one connection), because the wall clock of a shared machine says little;
/// and resident memory per idle connection. Server on core 0, load generator on core 1.
/// </summary>
internal static class FanoutBenchmark
{
    private const int Crowd = 1_000;
    private const int SmallRoom = 10;
    private const int Idle = 5_000;

    // Until the runtime has compiled what runs often a second time, which takes longer where the one core is busy.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    /// <summary>One figure of one peer.</summary>
    private sealed record Figure(string Row, string Unit, double Value, string Note);

    /// <summary>Runs all rows against both servers and prints the table. 0 where both finished.</summary>
    public static int Run(FanoutOptions options)
    {
        if (OperatingSystem.IsLinux())
            Process.GetCurrentProcess().ProcessorAffinity = 2;
        var figures = new Dictionary<string, List<Figure>>();
        foreach (var name in new[] { "signalr", "ours" }.Where(n => options.Only is null || options.Only == n))
            figures[name] = Measure(name, options);
        Print(options, figures);
        return 0;
    }

    private static List<Figure> Measure(string name, FanoutOptions options)
    {
        List<Figure> figures = [];
        var crowdRows = options.Rows.Where(r => r.StartsWith($"{Crowd}x", StringComparison.Ordinal)).ToList();
        if (crowdRows.Count > 0)
        {
            With(name, Crowd, 1, (load, server) =>
            {
                load.Send(16, WarmUp);
                foreach (var row in crowdRows)
                {
                    var window = int.Parse(row[(row.IndexOf('x', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
                    figures.Add(Throughput($"one room of {Crowd:N0}, {window} in flight", load, server, window, options.Seconds));
                }
            });
        }

        if (options.Rows.Contains("rooms"))
        {
            With(name, SmallRoom, 100, (load, server) =>
            {
                load.Send(SmallRoom, WarmUp);
                figures.Add(Throughput("100 rooms of 10, all sending", load, server, SmallRoom, options.Seconds));
            });
        }

        if (options.Rows.Contains("idle"))
            figures.Add(IdleMemory(name));
        return figures;
    }

    private static Figure Throughput(string row, LoadGenerator load, ServerUnderTest server, int window, int seconds)
    {
        load.Send(window, TimeSpan.FromSeconds(1));
        var (cpu, time) = (server.CpuSeconds, Stopwatch.StartNew());
        var deliveries = load.Send(window, TimeSpan.FromSeconds(seconds));
        var (usedCpu, usedTime) = (server.CpuSeconds - cpu, time.Elapsed.TotalSeconds);
        return new Figure(row, "deliveries per CPU-second", deliveries / usedCpu, $"{deliveries / usedTime:N0} a second, {usedCpu / usedTime:P0} of a core");
    }

    private static Figure IdleMemory(string name)
    {
        Figure? figure = null;
        long before = 0;
        With(
            name,
            SmallRoom,
            Idle / SmallRoom,
            (load, server) =>
            {
                load.Idle(TimeSpan.FromSeconds(5));
                figure = new Figure($"{Idle:N0} idle", "KB per connection", (server.Rss - before) / 1024.0 / Idle, $"{server.Rss / 1024 / 1024:N0} MB in all");
            },
            server => before = server.Rss);
        return figure!;
    }

    private static void With(string name, int members, int rooms, Action<LoadGenerator, ServerUnderTest> measure, Action<ServerUnderTest>? beforeConnect = null)
    {
        var data = Directory.CreateTempSubdirectory("akkarealtime-bench-");
        try
        {
            Peer peer = name == "ours"
                ? new AkkaRealtimePeer(data.FullName) { Address = ServerUnderTest.FreeAddress() }
                : new SignalRPeer { Address = ServerUnderTest.FreeAddress() };
            using var server = ServerUnderTest.Start(peer);
            var ids = peer.MakeRooms(rooms, members);
            beforeConnect?.Invoke(server);
            using var load = new LoadGenerator(peer);
            load.Connect(ids, members);
            measure(load, server);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static void Print(FanoutOptions options, Dictionary<string, List<Figure>> figures)
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores; server on core 0, load on core 1; {options.Seconds} s a row; .NET {Environment.Version}");
        Console.WriteLine("AkkaRealtime stores every message before it delivers it, SignalR stores none.");
        Console.WriteLine();
        Console.WriteLine($"{"",-34}{"unit",-28}{"SignalR",12}{"AkkaRealtime",14}{"ratio",8}");
        var signalR = figures.GetValueOrDefault("signalr") ?? [];
        var ours = figures.GetValueOrDefault("ours") ?? [];
        foreach (var row in signalR.Concat(ours).Select(f => f.Row).Distinct())
        {
            var (s, o) = (signalR.Find(f => f.Row == row), ours.Find(f => f.Row == row));
            Console.WriteLine($"{row,-34}{(s ?? o)!.Unit,-28}{Show(s),12}{Show(o),14}{(s is null || o is null ? "" : $"{o.Value / s.Value:F2}"),8}   {s?.Note} | {o?.Note}");
        }
    }

    private static string Show(Figure? figure) => figure is null ? "" : figure.Value.ToString(figure.Value < 1_000 ? "N1" : "N0", CultureInfo.InvariantCulture);
}
