using System.Net;
using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;
using AkkaRealtime.Benchmarks.Report;
using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Benchmarks.Nodes;

/// <summary>What it costs to be several nodes: the same talk on one node and on three, whose clients come to each in turn, on the same PostgreSQL.</summary>
internal static class NodesBenchmark
{
    private sealed record Sizes(int Rooms, int SmallRoom, int Crowd, TimeSpan Time, TimeSpan WarmUp);

    /// <summary>Runs it and prints the table. 0 where it finished.</summary>
    public static int Run(string[] args)
    {
        var arguments = new Arguments(args, "seconds", "nodes", "only");
        var time = arguments.Seconds("seconds", 5);
        var nodes = arguments.Number("nodes", 3, tiny: 2);
        var sizes = arguments.IsTiny ? new Sizes(2, 4, 4, time, TimeSpan.FromSeconds(0.2)) : new Sizes(30, 10, 300, time, TimeSpan.FromSeconds(10));
        if (PostgresServer.FindPrograms() is not { } programs)
        {
            Console.Error.WriteLine("PostgreSQL is not installed: apt-get install -y --no-install-recommends postgresql");
            return 69;
        }

        Cores.KeepLoadOff();
        Show.Heading($"Deliveries for each second of CPU that all nodes use; nodes on core 0, load and PostgreSQL elsewhere; {time.TotalSeconds} s a row");
        using var postgres = new PostgresServer(programs);
        var table = new Table("", "one node", $"{nodes} nodes", "ratio");
        foreach (var row in arguments.Some("only", "rooms", "crowd"))
        {
            var (rooms, members) = row == "rooms" ? (sizes.Rooms, sizes.SmallRoom) : (1, sizes.Crowd);
            var (one, several) = (Figure(postgres, 1, rooms, members, sizes), Figure(postgres, nodes, rooms, members, sizes));
            table.Row($"{rooms} rooms of {members}, all sending", Show.Number(one), Show.Number(several), Show.Number(several / one));
        }

        return 0;
    }

    private static double Figure(PostgresServer postgres, int nodes, int rooms, int members, Sizes sizes)
    {
        var database = postgres.NewDatabase();
        var directory = Directory.CreateTempSubdirectory("akkarealtime-bench-");
        var servers = new List<ServerUnderTest>();
        try
        {
            List<IPEndPoint> addresses = [.. Enumerable.Range(0, nodes).Select(_ => ServerUnderTest.FreeAddress())];
            foreach (var address in addresses)
                servers.Add(ServerUnderTest.Start(Peer(address, [])));
            using var load = new LoadGenerator(Peer(addresses[0], addresses));
            var talking = load.Connect(Peer(addresses[0], []).MakeRooms(rooms, members), members);

            // All of them share a core until their code is compiled.
            load.Send(talking, Math.Min(members, sizes.SmallRoom), sizes.WarmUp * nodes);
            var cpu = servers.Sum(s => s.CpuSeconds);
            var deliveries = load.Send(talking, Math.Min(members, sizes.SmallRoom), sizes.Time);
            if (load.Faults != (0, 0))
                Console.Error.WriteLine($"{load.Faults.Missing} deliveries are missing, {load.Faults.Doubled} came twice.");
            return deliveries / (servers.Sum(s => s.CpuSeconds) - cpu);

            AkkaRealtimePeer Peer(IPEndPoint address, IReadOnlyList<IPEndPoint> all) => new(directory.FullName, database) { Address = address, Nodes = all };
        }
        finally
        {
            servers.ForEach(s => s.Dispose());
            directory.Delete(recursive: true);
        }
    }
}
