using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;
using Akka.Coordination;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Clustering.Membership;

/// <summary>Gives the lease its table; Akka makes leases by their class names.</summary>
internal sealed class NodeTableSetup(INodeTable table, ILogger log) : Setup
{
    /// <summary>The members.</summary>
    public INodeTable Table { get; } = table;

    /// <summary>Where decisions are told.</summary>
    public ILogger Log { get; } = log;
}

/// <summary>
/// The arbiter of Akka's <c>lease-majority</c>: whoever takes it has removed the others from the node table, and whoever was removed never gets it. So there
/// is nothing to hold, to prolong, or to run out: a part that lost stays lost, and the next decision is open to every member that is left.
/// </summary>
internal sealed class NodeTableLease : Lease
{
    /// <summary>Its place in Akka's configuration.</summary>
    public const string Id = "akkarealtime.node-table-lease";

    // A database that fails over has this long; then the part that can't reach it gives up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly ExtendedActorSystem _system;

    /// <summary>Called by Akka.</summary>
    public NodeTableLease(LeaseSettings settings, ExtendedActorSystem system)
        : base(settings) => _system = system;

    /// <inheritdoc/>
    public override Task<bool> Acquire() => Acquire(_ => { });

    /// <inheritdoc/>
    public override async Task<bool> Acquire(Action<Exception> leaseLostCallback)
    {
        var setup = _system.Settings.Setup.Get<NodeTableSetup>().Value;
        var cluster = Cluster.Get(_system);
        var self = NodeRun.Of(cluster.SelfUniqueAddress);
        NodeRun[] others = [.. cluster.State.Unreachable.Select(NodeRun.Of).Where(node => node != self)];
        var verdict = await TryAsync(setup.Table, self, others).ConfigureAwait(false);
        ClusterLog.Decided(
            setup.Log,
            verdict switch { true => "this one", false => "not this one", null => "not this one, which can't reach the database" },
            string.Join(", ", others.Select(o => o.Address)));
        return verdict == true;
    }

    /// <inheritdoc/>
    public override Task<bool> Release() => Task.FromResult(true);

    /// <summary>Never: each decision asks anew.</summary>
    public override bool CheckLease() => false;

    private static async Task<bool?> TryAsync(INodeTable table, NodeRun self, NodeRun[] others)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await table.TryRemoveAsync(self, others, patience.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever keeps the database away: it is asked again until the time is over.
            catch (Exception)
#pragma warning restore CA1031
            {
                await Task.Delay(Pause, TimeProvider.System, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (patience.IsCancellationRequested)
                    return null;
            }
        }
    }
}
