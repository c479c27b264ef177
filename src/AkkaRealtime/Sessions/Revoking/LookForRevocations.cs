using AkkaRealtime.Clustering;

namespace AkkaRealtime.Sessions.Revoking;

/// <summary>
/// There are new revocations in the store, or some were lifted: published to the connections of every node. At most once; whoever misses it looks half a second later.
/// </summary>
internal sealed record LookForRevocations : ICrossesNodes
{
    /// <summary>The only one that is needed.</summary>
    public static readonly LookForRevocations Instance = new();
}

/// <summary>Told to the connections of this node: these revocations are new.</summary>
internal sealed record RevocationsSeen(IReadOnlyList<Revocation> Revocations);
