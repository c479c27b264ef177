namespace AkkaRealtime.Clustering.Membership;

/// <summary>
/// Which rows of the node table a starting node takes for living members. A row is dead where that is proven (the address is this node's own by now, or
/// nobody listens there on this machine), or where it is old and has shown no heartbeat while this node has watched it: a database that was away has only old
/// rows when it is back, and its cluster still lives.
/// </summary>
internal sealed class NodeView(NodeRun self, string machine, TimeProvider time, Func<string, CancellationToken, Task<bool>> refuses)
{
    /// <summary>A member without a heartbeat for this long counts for nothing. Members beat every second.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromSeconds(10);

    /// <summary>How long an old row is watched.</summary>
    public static readonly TimeSpan Watch = TimeSpan.FromSeconds(3);

    private readonly Dictionary<NodeRun, (DateTime SeenAt, long Since)> _watched = [];

    /// <summary>Members that live, or may live.</summary>
    public IReadOnlyList<NodeRow> Living { get; private set; } = [];

    /// <summary>Members that are dead.</summary>
    public IReadOnlyList<NodeRow> Dead { get; private set; } = [];

    /// <summary>Looks at what was just read.</summary>
    public async Task LookAsync(IReadOnlyList<NodeRow> rows, CancellationToken cancel)
    {
        var (living, dead) = (new List<NodeRow>(), new List<NodeRow>());
        foreach (var row in rows)
            (await IsDeadAsync(row, cancel).ConfigureAwait(false) ? dead : living).Add(row);
        (Living, Dead) = (living, dead);
    }

    private async Task<bool> IsDeadAsync(NodeRow row, CancellationToken cancel)
    {
        if (row.Node.Address == self.Address)
            return true;
        if (!_watched.TryGetValue(row.Node, out var watched) || watched.SeenAt != row.SeenAt)
            _watched[row.Node] = watched = (row.SeenAt, time.GetTimestamp());
        if (row.Age > Stale && time.GetElapsedTime(watched.Since) >= Watch)
            return true;
        return row.Machine == machine && await refuses(row.Node.Address, cancel).ConfigureAwait(false);
    }
}
