using System.Diagnostics;
using AkkaRealtime.Benchmarks.Peers;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>A peer with its server started, and a load on it.</summary>
internal sealed class Bench : IDisposable
{
    /// <summary>Turns of the warming up at most.</summary>
    public const int MostTurns = 10;

    // Where others keep the cores busy, the server gets to its time later; one that waits for the load never does.
    private const int MostOfWall = 6;

    // Warm is what is not a twentieth better than before, twice in a row.
    private const double Better = 1.05;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    // What a server does on its own account (heartbeats, timers) takes about a hundredth of a core; a store that is written behind waits for a second at most.
    private const double CalmSeconds = 0.02;
    private static readonly TimeSpan CalmFor = TimeSpan.FromSeconds(1.2);
    private static readonly TimeSpan CalmAtMost = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _directory;

    private Bench(DirectoryInfo directory, Peer peer, ServerUnderTest server)
    {
        (_directory, Peer, Server) = (directory, peer, server);
        Load = new LoadGenerator(peer);
    }

    /// <summary>The peer.</summary>
    public Peer Peer { get; }

    /// <summary>Its server.</summary>
    public ServerUnderTest Server { get; }

    /// <summary>The load; nobody is connected at first.</summary>
    public LoadGenerator Load { get; }

    /// <summary>Starts a peer by the name that it has on the command line.</summary>
    public static Bench Start(string name, string cores = Cores.Server) => Start(directory => AllPeers.New(name, directory), cores);

    /// <summary>Starts a peer that keeps what it keeps in the folder it is given.</summary>
    public static Bench Start(Func<string, Peer> makePeer, string cores = Cores.Server)
    {
        var directory = Directory.CreateTempSubdirectory("akkarealtime-bench-");
        try
        {
            var peer = makePeer(directory.FullName);
            return new Bench(directory, peer, ServerUnderTest.Start(peer, cores));
        }
        catch
        {
            directory.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Makes rooms and connects their members.</summary>
    public IReadOnlyList<LoadRoom> Connect(int rooms, int members) => Load.Connect(Peer.MakeRooms(rooms, members), members);

    /// <summary>
    /// Sends in these rooms (<see cref="LoadGenerator.Send(IReadOnlyList{LoadRoom}, int, TimeSpan)"/>) until the server has used so much CPU, which on a machine
    /// with nothing else to do takes as long by the clock; returns the deliveries, and the seconds of CPU that they cost.
    /// </summary>
    public (long Deliveries, double CpuSeconds) Send(IReadOnlyList<LoadRoom> rooms, int window, TimeSpan cpu)
    {
        var before = Server.CpuSeconds;
        var time = Stopwatch.StartNew();
        var next = LookEvery;
        var deliveries = Load.Send(rooms, window, IsOver);
        return (deliveries, Server.CpuSeconds - before);

        bool IsOver()
        {
            if (time.Elapsed < next)
                return false;
            next = time.Elapsed + LookEvery;
            return Server.CpuSeconds - before >= cpu.TotalSeconds || time.Elapsed >= MostOfWall * cpu;
        }
    }

    /// <summary>Sends in turns of so much CPU until that gets no cheaper (<see cref="WarmUp(Func{double})"/>).</summary>
    public void WarmUp(IReadOnlyList<LoadRoom> rooms, int window, TimeSpan turn) => WarmUp(() =>
    {
        var (deliveries, cpu) = Send(rooms, window, turn);
        return deliveries / cpu;
    });

    /// <summary>
    /// Takes turns until they do no more for the same CPU. A runtime compiles what runs often a second time, and on a single core that takes from what is measured: the
    /// more there is to compile, the longer.
    /// </summary>
    public static void WarmUp(Func<double> turn)
    {
        var (best, calm) = (0.0, 0);
        for (var i = 0; i < MostTurns && calm < 2; i++)
        {
            var figure = turn();
            calm = figure > best * Better ? 0 : calm + 1;
            best = Math.Max(best, figure);
        }
    }

    /// <summary>Waits until the server has nothing left to do for what was asked before, so that the next figure doesn't pay for it.</summary>
    public void Calm()
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < CalmAtMost;)
        {
            var before = Server.CpuSeconds;
            Load.Idle(CalmFor);
            if (Server.CpuSeconds - before <= CalmSeconds)
                return;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Load.Dispose();
        Server.Dispose();
        _directory.Delete(recursive: true);
    }
}
