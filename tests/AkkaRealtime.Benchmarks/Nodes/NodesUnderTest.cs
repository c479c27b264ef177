using System.Net;
using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;
using AkkaRealtime.Benchmarks.Report;
using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Benchmarks.Nodes;

/// <summary>A cluster of one node or of several, with a database of its own and people who talk in its rooms.</summary>
internal sealed class NodesUnderTest : IDisposable
{
    // Warm is who is not a twentieth better than before, twice in a row.
    private const double Better = 1.05;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("akkarealtime-bench-");
    private readonly List<ServerUnderTest> _servers = [];
    private readonly IReadOnlyList<LoadRoom> _talking;
    private readonly int _window;

    /// <summary>Starts the nodes, makes the rooms and connects everybody.</summary>
    public NodesUnderTest(PostgresServer postgres, int nodes, int rooms, int members, int window)
    {
        _window = window;
        var database = postgres.NewDatabase();
        List<IPEndPoint> addresses = [.. Enumerable.Range(0, nodes).Select(_ => ServerUnderTest.FreeAddress())];
        try
        {
            foreach (var address in addresses)
                _servers.Add(ServerUnderTest.Start(Peer(address, [])));
            Load = new LoadGenerator(Peer(addresses[0], addresses));
            _talking = Load.Connect(Peer(addresses[0], []).MakeRooms(rooms, members), members);
        }
        catch
        {
            Dispose();
            throw;
        }

        AkkaRealtimePeer Peer(IPEndPoint address, IReadOnlyList<IPEndPoint> all) => new(_directory.FullName, database) { Address = address, Nodes = all };
    }

    /// <summary>The people.</summary>
    public LoadGenerator Load { get; }

    private double CpuSeconds => _servers.Sum(s => s.CpuSeconds);

    /// <summary>Talks until that gets no cheaper: until then the compiler is at work, in each node by itself.</summary>
    public void WarmUp(TimeSpan turn, int most)
    {
        var (best, calm) = (0.0, 0);
        for (var i = 0; i < most && calm < 2; i++)
        {
            var figure = Turn(turn);
            calm = figure > best * Better ? 0 : calm + 1;
            best = Math.Max(best, figure);
            Show.Progress($"{_servers.Count} nodes, warming up: {Show.Number(figure)}");
        }
    }

    /// <summary>Talks this long; deliveries for each second of CPU that all nodes used.</summary>
    public double Turn(TimeSpan time)
    {
        var cpu = CpuSeconds;
        var deliveries = Load.Send(_talking, _window, time);
        return deliveries / (CpuSeconds - cpu);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Load?.Dispose();
        _servers.ForEach(s => s.Dispose());
        _directory.Delete(recursive: true);
    }
}
