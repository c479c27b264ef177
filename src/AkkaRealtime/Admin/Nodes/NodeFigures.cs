using System.Text.Json.Serialization;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Admin.Nodes;

/// <summary>What a node says of itself, to other nodes and to the operator. What is counted is counted since it started: a rate is the difference of two answers.</summary>
/// <param name="Version">Of the server.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="At">When this was so.</param>
/// <param name="Connections">Open connections.</param>
/// <param name="MaxConnections">The most that it takes.</param>
/// <param name="Draining">It takes nobody any more, and lets go of who is there.</param>
/// <param name="UsersOnline">Users with a connection, on whatever node, whose owner lives here.</param>
/// <param name="Calls">Calls that ring or go on, whose owner lives here.</param>
/// <param name="MessagesIn">Messages received from clients.</param>
/// <param name="MessagesOut">Messages written to clients.</param>
/// <param name="Deliveries">Publications handed to connections.</param>
/// <param name="ActorRestarts">Actors restarted after a fault, which is a bug.</param>
/// <param name="CpuSeconds">Of the process, user and system.</param>
/// <param name="MemoryBytes">Resident, of the process.</param>
/// <param name="Queues">What waits in each bounded queue.</param>
/// <param name="Drops">What was dropped or skipped, by queue.</param>
/// <param name="Closes">Connections ended, by close code.</param>
internal sealed record NodeFigures(
    string Version,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset StartedAt,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset At,
    int Connections,
    int MaxConnections,
    bool Draining,
    long UsersOnline,
    long Calls,
    long MessagesIn,
    long MessagesOut,
    long Deliveries,
    long ActorRestarts,
    double CpuSeconds,
    long MemoryBytes,
    IReadOnlyDictionary<string, long> Queues,
    IReadOnlyDictionary<string, long> Drops,
    IReadOnlyDictionary<string, long> Closes) : ICrossesNodes;

/// <summary>Asks a node for its <see cref="NodeFigures"/>.</summary>
internal sealed record GetNodeFigures : ICrossesNodes
{
    /// <summary>The only one.</summary>
    public static readonly GetNodeFigures Instance = new();
}

/// <summary>Takes a node out for its operator, or back in. Answered with <see cref="NodeFigures"/>.</summary>
/// <param name="Draining">Lets go of its connections, and takes nobody; false: takes them again.</param>
internal sealed record DrainNode(bool Draining) : ICrossesNodes;

/// <summary>A node of the cluster, as the others see it.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Status">Of its membership.</param>
/// <param name="Reachable">The others hear of it.</param>
/// <param name="Figures">What it says of itself; null where it didn't answer.</param>
internal sealed record ClusterNode(string Address, string Status, bool Reachable, NodeFigures? Figures);
