using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;
using AkkaRealtime.Benchmarks.Report;

namespace AkkaRealtime.Benchmarks.Start;

/// <summary>From the start of a process until it can be used, and from SIGTERM until it has ended; also of a server that is compiled ahead of time.</summary>
internal static class StartBenchmark
{
    private const string ReadyToRun = "readytorun";

    /// <summary>Runs it and prints the table. 0 where it finished.</summary>
    public static int Run(string[] args)
    {
        var arguments = new Arguments(args, "rounds", "only");
        var rounds = arguments.Number("rounds", 10, tiny: 1);
        var peers = arguments.Some("only", AllPeers.SignalR, AllPeers.Ours, ReadyToRun);
        Cores.KeepLoadOff();
        using var published = arguments.IsTiny ? null : ReadyToRunServer.Publish(isWanted: peers.Contains(ReadyToRun));
        Show.Heading($"Start to ready and SIGTERM to end, half of {rounds} rounds below; server on core 0");
        var table = new Table("", "ready, ms", "CPU, ms", "stop, ms", "MB");
        foreach (var peer in peers)
        {
            if (peer != ReadyToRun)
                Measure(AllPeers.New(peer, "").Name, directory => AllPeers.New(peer, directory), rounds, table);
            else if (published is not null)
                Measure("AkkaRealtime, ReadyToRun", published.Peer, rounds, table);
        }

        return 0;
    }

    private static void Measure(string name, Func<string, Peer> newPeer, int rounds, Table table)
    {
        List<double> ready = [], cpu = [], stop = [], memory = [];

        // The first one finds nothing in the system's file cache.
        for (var round = -1; round < rounds; round++)
        {
            using var bench = Bench.Start(newPeer);
            var (after, used, resident) = (bench.Server.StartedAfter, bench.Server.CpuSeconds, bench.Server.Rss);
            var ended = bench.Server.Stop();
            if (round < 0)
                continue;
            ready.Add(after.TotalMilliseconds);
            cpu.Add(used * 1_000);
            memory.Add(resident);
            stop.Add(ended.TotalMilliseconds);
        }

        table.Row(name, Show.Number(Half(ready)), Show.Number(Half(cpu)), Show.Number(Half(stop)), Show.Megabytes(Half(memory)));
    }

    private static double Half(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
