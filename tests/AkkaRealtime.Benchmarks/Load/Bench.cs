using AkkaRealtime.Benchmarks.Peers;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>A peer with its server started, and a load on it.</summary>
internal sealed class Bench : IDisposable
{
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

    /// <inheritdoc/>
    public void Dispose()
    {
        Load.Dispose();
        Server.Dispose();
        _directory.Delete(recursive: true);
    }
}
