using System.Diagnostics;
using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;
using AkkaRealtime.Benchmarks.Report;

namespace AkkaRealtime.Benchmarks.Storm;

/// <summary>
/// Everybody loses their socket at once and comes back, while others go on writing: how long it takes until the last one has all that was missed, and
/// what it costs the server. SignalR keeps nothing, so that its clients come back and no more.
/// </summary>
internal static class StormBenchmark
{
    private const int Room = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs it and prints the table. 0 where ours missed nothing.</summary>
    public static int Run(string[] args)
    {
        var arguments = new Arguments(args, "clients", "only");
        var rooms = Proc.Connections(arguments.Number("clients", 15_000, tiny: 30)) / Room;
        Cores.KeepLoadOff();
        Show.Heading($"{rooms * Room:N0} clients in {rooms:N0} rooms lose their sockets at once; server on core 0, load on core 1");
        var table = new Table("", "s to the last", "CPU s", "MB before", "MB at most", "missed", "twice");
        var isRight = true;
        foreach (var name in arguments.Some("only", AllPeers.SignalR, AllPeers.Ours))
            isRight &= Measure(name, rooms, arguments.IsTiny ? TimeSpan.FromSeconds(5) : Patience, table) || name != AllPeers.Ours;
        Console.WriteLine();
        Console.WriteLine("missed: messages that somebody never got. twice: given again by sync after they had come live; clients drop those. Where something is missed, the seconds are until the last is back.");
        return isRight ? 0 : 1;
    }

    private static bool Measure(string name, int rooms, TimeSpan patience, Table table)
    {
        using var bench = Bench.Start(name);
        var (peer, server) = (bench.Peer, bench.Server);
        using var load = new StormLoad(peer, peer.MakeRooms(rooms, Room, everywhere: rooms * Room), Room);
        load.ConnectWriter(onceForAll: name == AllPeers.Ours);
        load.Return();
        load.WriteEverywhere();
        load.Settle(patience);

        var (before, cpu) = (server.Rss, server.CpuSeconds);
        Proc.ForgetPeak(server.Id);
        var time = Stopwatch.StartNew();
        load.Cut();
        load.WriteEverywhere();

        // One more in each room, spread over the time in which they come back: for some it is missed, for some live, for some both.
        var written = 0;
        load.Return(back =>
        {
            for (; written < rooms && written * Room < back; written++)
                load.Write(written);
        });
        var back = time.Elapsed.TotalSeconds;
        load.Settle(patience);
        var (settled, used) = (time.Elapsed.TotalSeconds, server.CpuSeconds - cpu);
        table.Row(
            peer.Name,
            Show.Number(load.Missing > 0 ? back : settled),
            Show.Number(used),
            Show.Megabytes(before),
            Show.Megabytes(Proc.PeakRss(server.Id)),
            Show.Number(load.Missing),
            Show.Number(load.Doubled));
        return load.Missing == 0;
    }
}
