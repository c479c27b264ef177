using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;
using AkkaRealtime.Benchmarks.Report;
using AkkaRealtime.Benchmarks.Storm;

namespace AkkaRealtime.Benchmarks.Idle;

/// <summary>What connections cost that do nothing, and what of it is given back when they have gone.</summary>
internal static class IdleBenchmark
{
    private const int Room = 10;

    /// <summary>Runs it and prints the tables. 0 where it finished.</summary>
    public static int Run(string[] args)
    {
        var arguments = new Arguments(args, "connections", "seconds", "only");
        var time = arguments.Seconds("seconds", 30);
        int[] sizes = [.. arguments.Numbers("connections", [1_000, 10_000], tiny: [20]).Select(n => Proc.Connections(n) / Room * Room)];
        var peers = arguments.Some("only", AllPeers.SignalR, AllPeers.Ours);
        Cores.KeepLoadOff();
        Show.Heading($"Idle connections in rooms of {Room}, {time.TotalSeconds} s; server on core 0, load on core 1");
        Console.WriteLine("KB per connection, over the started server; kernel: socket buffers and objects of both ends.");
        Console.WriteLine();
        var kinds = new Table("", "% of a core", "managed", "native", "files", "resident", "kernel");
        List<string[]> returned = [];
        foreach (var (size, peer) in sizes.SelectMany(s => peers.Select(p => (s, p))))
            returned.Add(Measure(peer, size, time, kinds));
        Console.WriteLine();
        Console.WriteLine($"MB resident; each figure {time.TotalSeconds} s after what it says.");
        Console.WriteLine();
        var storm = new Table("", "started", "connected", "after storm", "all gone");
        returned.ForEach(r => storm.Row(r));
        return 0;
    }

    private static string[] Measure(string name, int connections, TimeSpan time, Table table)
    {
        using var bench = Bench.Start(name);
        var server = bench.Server;
        using var load = new StormLoad(bench.Peer, bench.Peer.MakeRooms(connections / Room, Room), Room);
        var started = Memory.Of(server.Id);
        load.Return();
        load.Idle(time / 4);
        var cpu = server.CpuSeconds;
        load.Idle(time);
        cpu = server.CpuSeconds - cpu;
        var connected = Memory.Of(server.Id);
        table.Row(
            $"{bench.Peer.Name}, {connections:N0}",
            Show.Number(cpu / time.TotalSeconds * 100),
            Each(m => m.Managed),
            Each(m => m.Native),
            Each(m => m.Files),
            Each(m => m.Resident),
            connected.Kernel is { } kernel && started.Kernel is { } before ? Show.Number((kernel - before) / 1_024.0 / connections) : Show.Nothing);

        load.Cut();
        load.Return();
        load.Idle(time);
        var after = server.Rss;
        load.Cut();
        load.Idle(time);
        return
        [
            $"{bench.Peer.Name}, {connections:N0}",
            Show.Megabytes(started.Resident),
            Show.Megabytes(connected.Resident),
            Show.Megabytes(after),
            Show.Megabytes(server.Rss),
        ];

        string Each(Func<Memory, long> kind) => Show.Number((kind(connected) - kind(started)) / 1_024.0 / connections);
    }
}
