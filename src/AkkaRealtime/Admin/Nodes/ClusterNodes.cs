using Akka.Actor;
using Akka.Cluster;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Admin.Nodes;

/// <summary>Asks all nodes of the cluster what they say of themselves.</summary>
/// <param name="system">The actor system of the node that answers.</param>
internal sealed class ClusterNodes(Func<ActorSystem> system)
{
    // Who takes longer is shown without figures: an operator looks at this page when something is wrong.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The address of the node that answers.</summary>
    public string Self => Cluster.Get(system()).SelfAddress.ToString();

    /// <summary>All nodes, by address.</summary>
    public async Task<IReadOnlyList<ClusterNode>> ListAsync(CancellationToken cancel)
    {
        var state = Cluster.Get(system()).State;
        var nodes = await Task.WhenAll(state.Members.Select(async member => new ClusterNode(
            member.Address.ToString(), member.Status.ToString(), !state.Unreachable.Contains(member), await FiguresAsync(member.Address, cancel).ConfigureAwait(false)))).ConfigureAwait(false);
        return [.. nodes.OrderBy(n => n.Address, StringComparer.Ordinal)];
    }

    /// <summary>Takes a node out, or back in; null where there is none at that address.</summary>
    /// <exception cref="StoreUnavailableException">It doesn't answer.</exception>
    public async Task<ClusterNode?> DrainAsync(string address, bool draining, CancellationToken cancel)
    {
        var state = Cluster.Get(system()).State;
        if (state.Members.FirstOrDefault(m => m.Address.ToString() == address) is not { } member)
            return null;
        var figures = await AskAsync<NodeFigures>(member.Address, new DrainNode(draining), cancel).ConfigureAwait(false) ?? throw new StoreUnavailableException($"The node {address} did not answer.");
        return new ClusterNode(address, member.Status.ToString(), !state.Unreachable.Contains(member), figures);
    }

    /// <summary>The calls that ring or go on, on all nodes: those that began last.</summary>
    public async Task<ClusterCalls> CallsAsync(int limit, CancellationToken cancel)
    {
        var answers = await Task.WhenAll(Cluster.Get(system()).State.Members.Select(async member => (
            Node: member.Address.ToString(), Calls: await AskAsync<NodeCalls>(member.Address, new GetNodeCalls(limit), cancel).ConfigureAwait(false)))).ConfigureAwait(false);

        // Of one that is just handed over, two nodes may speak.
        var calls = answers.SelectMany(a => (a.Calls?.Calls ?? []).Select(call => (Call: call, a.Node))).DistinctBy(c => c.Call.Id).OrderByDescending(c => c.Call.StartedAt);
        return new ClusterCalls([.. calls.Take(limit)], answers.Sum(a => a.Calls?.Total ?? 0), [.. answers.Where(a => a.Calls is null).Select(a => a.Node).Order(StringComparer.Ordinal)]);
    }

    private Task<NodeFigures?> FiguresAsync(Address address, CancellationToken cancel) => AskAsync<NodeFigures>(address, GetNodeFigures.Instance, cancel);

    private async Task<TAnswer?> AskAsync<TAnswer>(Address address, object question, CancellationToken cancel)
        where TAnswer : class
    {
        try
        {
            return await system().ActorSelection(new RootActorPath(address) / "user" / NodeFiguresActor.Name).Ask<TAnswer>(question, Patience, cancel).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
