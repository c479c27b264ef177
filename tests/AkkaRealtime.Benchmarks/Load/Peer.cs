using System.Net;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>A server under load: how it is started, and how it is spoken to.</summary>
internal abstract class Peer
{
    /// <summary>64 bytes of what a message says.</summary>
    protected const string Text = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// <summary>What it is called in the table.</summary>
    public abstract string Name { get; }

    /// <summary>Where it listens.</summary>
    public required IPEndPoint Address { get; init; }

    /// <summary>The path of its socket.</summary>
    public abstract string Path { get; }

    /// <summary>The command line that starts it.</summary>
    public abstract IReadOnlyList<string> Command { get; }

    /// <summary>Its environment, besides what both have.</summary>
    public abstract IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Where a GET answers 200 once it can be used.</summary>
    public abstract string ReadyPath { get; }

    /// <summary>The token of a user, or null.</summary>
    public abstract string? TokenOf(int user);

    /// <summary>Makes rooms of this many members before the members connect; returns their ids.</summary>
    public abstract IReadOnlyList<string> MakeRooms(int count, int members);

    /// <summary>What a connection sends after the upgrade.</summary>
    public abstract void Greet(LoadConnection connection, string room);

    /// <summary>Whether a message says that the connection takes part.</summary>
    public abstract bool IsReady(ReadOnlySpan<byte> payload);

    /// <summary>How many deliveries of chat messages a frame holds.</summary>
    public abstract int CountDeliveries(ReadOnlySpan<byte> payload);

    /// <summary>Sends one chat message.</summary>
    public abstract void Send(LoadConnection connection, string room, long number);
}
