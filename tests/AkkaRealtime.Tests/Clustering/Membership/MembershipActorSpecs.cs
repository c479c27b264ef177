using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster;
using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Membership;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Clustering.Membership;

public sealed class MembershipActorSpecs(ITestOutputHelper output) : NodeSpec(output)
{
    [Fact]
    public async Task Should_hear_of_who_leaves_but_not_that_the_others_are_removed_when_this_node_leaves()
    {
        var (here, there) = (new ConcurrentQueue<NodeRun>(), new ConcurrentQueue<NodeRun>());
        var other = await StartAnotherAsync();
        var leaving = Cluster.Get(other);
        Start(Sys, here);
        Start(other, there);
        await leaving.LeaveAsync();
        await this.EventuallyAsync(() => Assert.Equal([NodeRun.Of(leaving.SelfUniqueAddress)], here));

        // As it goes, Akka's node says that everybody else has been removed. Behind that, the actor has nothing more to hear.
        await this.UntilAsync(() => leaving.IsTerminated);
        await other.Terminate();
        Assert.DoesNotContain(NodeRun.Of(Cluster.SelfUniqueAddress), there);
    }

    private static void Start(ActorSystem node, ConcurrentQueue<NodeRun> removed) =>
        node.ActorOf(Producer.Of(() => new MembershipActor(removed.Enqueue, _ => { }, _ => { })));
}
