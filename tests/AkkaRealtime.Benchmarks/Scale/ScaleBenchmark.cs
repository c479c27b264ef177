using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;
using AkkaRealtime.Benchmarks.Report;

namespace AkkaRealtime.Benchmarks.Scale;

/// <summary>The same talk with more cores for the server, and with many beside it who are only there.</summary>
internal static class ScaleBenchmark
{
    private const int SmallRoom = 10;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    private sealed record Sizes(int Crowd, int Rooms, int Idle, TimeSpan Time, TimeSpan WarmUp);

    /// <summary>Runs it and prints the table. 0 where it finished.</summary>
    public static int Run(string[] args)
    {
        var arguments = new Arguments(args, "seconds", "idle", "only");
        var time = arguments.Seconds("seconds", 5);
        var idle = Proc.Connections(arguments.Number("idle", 10_000, tiny: 10)) / SmallRoom * SmallRoom;
        var sizes = arguments.IsTiny ? new Sizes(10, 2, idle, time, TimeSpan.FromSeconds(0.2)) : new Sizes(1_000, 100, idle, time, WarmUp);
        Show.Heading($"Server on 1 and 2 cores, alone and beside {idle:N0} idle connections; {time.TotalSeconds} s a row");
        if (Environment.ProcessorCount < 3)
            Console.WriteLine("There are two cores: with both, the server shares the second one with the load.\n");
        var table = new Table("", "1 core", "2 cores", "ratio", "1 core, idle", "ratio");
        foreach (var peer in arguments.Some("only", AllPeers.SignalR, AllPeers.Ours))
        {
            Measure(peer, $"one room of {sizes.Crowd:N0}, 4 in flight", 1, sizes.Crowd, 4, sizes, table);
            Measure(peer, $"{sizes.Rooms} rooms of {SmallRoom}, all sending", sizes.Rooms, SmallRoom, SmallRoom, sizes, table);
        }

        return 0;
    }

    private static void Measure(string peer, string what, int rooms, int members, int window, Sizes sizes, Table table)
    {
        var alone = Figures("0", 0);
        var wide = Figures("0,1", 0);
        var beside = Figures("0", sizes.Idle);
        var name = AllPeers.New(peer, "").Name;
        table.Row(
            $"{name}: {what}, a second", Show.Number(alone.PerSecond), Show.Number(wide.PerSecond), Show.Number(wide.PerSecond / alone.PerSecond),
            Show.Number(beside.PerSecond), Show.Number(beside.PerSecond / alone.PerSecond));
        table.Row(
            $"{name}: the same, a CPU-second", Show.Number(alone.PerCpu), Show.Number(wide.PerCpu), Show.Number(wide.PerCpu / alone.PerCpu),
            Show.Number(beside.PerCpu), Show.Number(beside.PerCpu / alone.PerCpu));

        (double PerSecond, double PerCpu) Figures(string cores, int idle)
        {
            Cores.KeepLoadOff(cores.Split(',').Length);
            using var bench = Bench.Start(peer, cores);
            var talking = bench.Connect(rooms, members);
            if (idle > 0)
                bench.Load.Connect(bench.Peer.MakeRooms(idle / SmallRoom, SmallRoom, first: rooms * members), SmallRoom);
            bench.Load.Send(talking, window, sizes.WarmUp);
            var cpu = bench.Server.CpuSeconds;
            var deliveries = bench.Load.Send(talking, window, sizes.Time);
            return (deliveries / sizes.Time.TotalSeconds, deliveries / (bench.Server.CpuSeconds - cpu));
        }
    }
}
