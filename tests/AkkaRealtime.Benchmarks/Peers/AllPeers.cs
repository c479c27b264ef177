using AkkaRealtime.Benchmarks.Load;

namespace AkkaRealtime.Benchmarks.Peers;

/// <summary>The peers by the names that they have on the command line.</summary>
internal static class AllPeers
{
    /// <summary>AkkaRealtime.</summary>
    public const string Ours = "ours";

    /// <summary>The framework's own.</summary>
    public const string SignalR = "signalr";

    /// <summary>All of them, ours last.</summary>
    public static IReadOnlyList<string> Names { get; } = [SignalR, "socketio", "ws", "nchan", Ours];

    /// <summary>A peer that listens on a free port and keeps what it keeps in <paramref name="directory"/>.</summary>
    public static Peer New(string name, string directory)
    {
        var address = ServerUnderTest.FreeAddress();
        return name switch
        {
            Ours => new AkkaRealtimePeer(directory) { Address = address },
            SignalR => new SignalRPeer { Address = address },
            "socketio" => new SocketIoPeer { Address = address },
            "ws" => new WsPeer { Address = address },
            "nchan" => new NchanPeer(directory) { Address = address },
            _ => throw new ArgumentException($"There is no peer \"{name}\"; there are {string.Join(", ", Names)}."),
        };
    }

    /// <summary>The command that installs what a peer lacks; null where it can be started.</summary>
    public static string? Missing(string name) => name switch
    {
        "socketio" or "ws" => NodeParts.Missing(),
        "nchan" => NchanPeer.Missing,
        _ => null,
    };
}
