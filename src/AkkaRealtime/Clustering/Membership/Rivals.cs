namespace AkkaRealtime.Clustering.Membership;

/// <summary>
/// Finds a second cluster on the same store, which nothing should be able to bring about: members with heartbeats that are none of this cluster's. The
/// younger of the two ends. No clock but the caller's, no Akka.
/// </summary>
internal sealed class Rivals
{
    /// <summary>For gossip to bring the news of a new member.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private TimeSpan? _since;

    /// <summary>The rivals' addresses; empty while there are none for long enough.</summary>
    public IReadOnlyList<string> Found { get; private set; } = [];

    /// <summary>Compares what stands in the table with what gossip says. True where this node has to end.</summary>
    public bool Compare(IReadOnlyList<NodeRow> rows, IReadOnlySet<NodeRun> members, TimeSpan now)
    {
        var others = rows.Where(row => row.Age < Fresh && !row.Leaving && !members.Contains(row.Node)).ToList();
        _since = others.Count == 0 ? null : _since ?? now;
        if (_since is null || now - _since < Patience)
        {
            Found = [];
            return false;
        }

        Found = [.. others.Select(row => row.Node.Address)];
        var own = rows.Where(row => members.Contains(row.Node)).ToList();
        return own.Count == 0 || others.Min(row => row.JoinedAt) < own.Min(row => row.JoinedAt);
    }
}
