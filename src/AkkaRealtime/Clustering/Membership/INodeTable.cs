namespace AkkaRealtime.Clustering.Membership;

/// <summary>
/// The members of the one cluster that a shared store has, kept in that store. It says whom a starting node joins, lets one node at a time found a
/// cluster, and decides which part of a cluster that fell apart goes on: the part whose members still stand in it.
/// Every method throws where the store can't be reached; nothing is retried here.
/// </summary>
internal interface INodeTable
{
    /// <summary>Names the store, and with it the one cluster that it has.</summary>
    string Store { get; }

    /// <summary>All rows.</summary>
    Task<IReadOnlyList<NodeRow>> ReadAsync(CancellationToken cancel);

    /// <summary>
    /// Enters a node as the first member, where there is no other row than those that are known to be <paramref name="dead"/> and have shown no heartbeat
    /// since they were read: these go. False: somebody else is there.
    /// </summary>
    Task<bool> TryFoundAsync(NodeRun founder, NodeTraits traits, IReadOnlyCollection<NodeRow> dead, CancellationToken cancel);

    /// <summary>Enters a node that has become a member. A row of an earlier run at its address goes; its own is left as it is.</summary>
    Task EnterAsync(NodeRun node, NodeTraits traits, CancellationToken cancel);

    /// <summary>A member's heartbeat: all rows, or null where its own is gone, because the cluster removed it.</summary>
    Task<IReadOnlyList<NodeRow>?> BeatAsync(NodeRun node, CancellationToken cancel);

    /// <summary>
    /// Removes members that this one can't reach. False, and nobody is removed, where this one was removed itself. Of two parts of a cluster that can't reach
    /// each other, only one gets true.
    /// </summary>
    Task<bool> TryRemoveAsync(NodeRun by, IReadOnlyCollection<NodeRun> others, CancellationToken cancel);

    /// <summary>A member begins to leave.</summary>
    Task LeaveAsync(NodeRun node, CancellationToken cancel);

    /// <summary>Removes a row: of a member that has left, or of one that the cluster has removed.</summary>
    Task ForgetAsync(NodeRun node, CancellationToken cancel);
}
