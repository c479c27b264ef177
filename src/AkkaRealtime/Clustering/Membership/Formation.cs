using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Clustering.Membership;

/// <summary>
/// How a node comes into the cluster of its store: it joins the members of the node table, or founds the cluster where there are none. Neither the order of
/// starting nor a dead first node matters, and no node ever founds a second cluster because the others were slow to answer.
/// </summary>
internal sealed class Formation(Cluster cluster, INodeTable table, ClusterOptions options, TimeProvider time, ILogger log)
{
    /// <summary>For a seed node to come up; for members that are there to answer; for one that stops to be gone, and for a cluster to agree on this node.</summary>
    private static readonly TimeSpan SeedPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan JoiningPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly NodeRun _self = NodeRun.Of(cluster.SelfUniqueAddress);
    private string _asked = "";

    /// <summary>Returns when the node is a member.</summary>
    /// <exception cref="NodeEndedException">It can't become one.</exception>
    public async Task JoinAsync(CancellationToken cancel)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(() => up.TrySetResult());
        var view = new NodeView(_self, Machines.Own, time, Machines.RefusesAsync);
        for (var start = time.GetTimestamp(); !up.Task.IsCompleted;)
        {
            try
            {
                if (await StepAsync(view, cancel).ConfigureAwait(false))
                    break;
                if (time.GetElapsedTime(start) > PatienceFor(view.Living) && cluster.SelfMember.Status == MemberStatus.Removed)
                    throw NodeEndedException.Misconfigured(Formations.WhyNot(view.Living, _self.Address, options));
            }
            catch (Exception e) when (e is not (NodeEndedException or OperationCanceledException))
            {
                // An outage of the store has its own message.
                ClusterLog.TableAway(log, e);
            }

            if (time.GetElapsedTime(start) > JoiningPatience)
                throw NodeEndedException.Removed("The cluster did not make this node a member within a minute.");
            await Task.WhenAny(up.Task, Task.Delay(Pause, time, cancel)).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
        }

        await up.Task.WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Looks and acts once; true where the node founded the cluster.</summary>
    private async Task<bool> StepAsync(NodeView view, CancellationToken cancel)
    {
        if (cluster.SelfMember.Status != MemberStatus.Removed)
            return false;
        await view.LookAsync(await table.ReadAsync(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
        if (view.Living.Count == 0)
        {
            if (!Formations.MayFound(_self.Address, options) || !await table.TryFoundAsync(_self, new NodeTraits(Machines.Own, options.Shards), view.Dead, cancel).ConfigureAwait(false))
                return false;
            ClusterLog.Founded(log, _self.Address);
            cluster.Join(cluster.SelfAddress);
            return true;
        }

        if (Formations.Contradiction(view.Living, options) is { } contradiction)
            throw NodeEndedException.Misconfigured(contradiction);
        var contacts = Formations.Contacts(view.Living, _self.Address, options);
        var asked = string.Join(", ", contacts);
        if (contacts.Count > 0 && asked != _asked)
        {
            _asked = asked;
            ClusterLog.Joining(log, asked, _self.Address);

            // This node is none of them, so that Akka never joins it to itself.
            cluster.JoinSeedNodes(contacts.Select(ToAddress));
        }

        return false;
    }

    private static TimeSpan PatienceFor(IReadOnlyList<NodeRow> living) =>
        living.Count == 0 ? SeedPatience : living.All(row => row.Leaving) ? JoiningPatience : AnswerPatience;

    private Address ToAddress(string hostPort) => Address.Parse($"{cluster.SelfAddress.Protocol}://{cluster.SelfAddress.System}@{hostPort}");
}
