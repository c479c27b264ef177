using System.Net;
using AkkaRealtime.Benchmarks.Load;

namespace AkkaRealtime.Benchmarks.Peers;

/// <summary>A server under load: how it is started, and how it is spoken to.</summary>
internal abstract class Peer
{
    /// <summary>What it is called in the table.</summary>
    public abstract string Name { get; }

    /// <summary>Where it listens.</summary>
    public required IPEndPoint Address { get; init; }

    /// <summary>Where a user connects.</summary>
    public virtual IPEndPoint AddressOf(int user) => Address;

    /// <summary>The command line that starts it, the program first.</summary>
    public abstract IReadOnlyList<string> Command { get; }

    /// <summary>Its environment, besides what all have.</summary>
    public virtual IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    /// <summary>Where a GET answers 200 once it can be used.</summary>
    public virtual string ReadyPath => "/ready";

    /// <summary>The path of the socket of somebody who is in <paramref name="room"/>.</summary>
    public abstract string PathOf(string room);

    /// <summary>The token of a user, or null.</summary>
    public virtual string? TokenOf(int user) => null;

    /// <summary>
    /// Makes rooms before their members connect; returns their ids. In the n-th room are <paramref name="members"/> users from
    /// <paramref name="first"/> + n × <paramref name="members"/> on, and <paramref name="everywhere"/> in each of them.
    /// </summary>
    public virtual IReadOnlyList<string> MakeRooms(int count, int members, int first = 0, int? everywhere = null) =>
        [.. Enumerable.Range(0, count).Select(i => $"room-{first}-{i}")];

    /// <summary>What a connection sends after the upgrade. True where it takes part by then.</summary>
    public virtual bool Greet(LoadConnection connection, string room) => false;

    /// <summary>Hears whatever holds no chat message, and answers what has to be answered. True where it says that the connection takes part.</summary>
    public abstract bool Hear(LoadConnection connection, ReadOnlySpan<byte> payload);

    /// <summary>Sends one chat message. Its <paramref name="number"/> is the room's.</summary>
    public abstract void Send(LoadConnection connection, string room, long number);

    /// <summary>Asks for what came after <paramref name="seq"/> in a room. False where the peer keeps nothing, so that there is nothing to ask for.</summary>
    public virtual bool CatchUp(LoadConnection connection, string room, long seq) => false;

    /// <summary>Whether this says that all that was asked for has come.</summary>
    public virtual bool IsCaughtUp(ReadOnlySpan<byte> payload) => false;

    /// <summary>The highest place in the room's log that a payload names; 0 where the peer has none.</summary>
    public virtual long SeqOf(ReadOnlySpan<byte> payload) => 0;
}
