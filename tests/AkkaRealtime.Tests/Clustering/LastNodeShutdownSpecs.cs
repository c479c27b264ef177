using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Clustering;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Clustering;

/// <summary>A region that waits for another node would outlast the spec here.</summary>
public sealed class LastNodeShutdownSpecs(ITestOutputHelper output)
    : NodeSpec(output, "akka.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout = 600s")
{
    [Fact]
    public async Task Should_end_at_once_though_owners_talk_to_each_other_while_they_stop()
    {
        var region = StartRegion<Word>("talkers", id => Props.Create(() => new Talker(id)), word => word.To);
        LastNodeShutdown.Add(Sys);
        foreach (var id in new[] { "alice", "bob" })
        {
            region.Tell(new Word(id));
            await ExpectMsgAsync(id, Patient.Wait);
        }

        await CoordinatedShutdown.Get(Sys).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance).WaitAsync(Patient.Wait);
    }

    [Fact]
    public async Task Should_end_a_region_though_another_has_ended_by_itself_meanwhile()
    {
        var region = StartRegion<Word>("talkers", id => Props.Create(() => new Talker(id)), word => word.To);
        await WatchAsync(region);
        await LastNodeShutdown.EndAsync(Sys, ["ended", "talkers"]).WaitAsync(Patient.Wait);
        await ExpectTerminatedAsync(region, Patient.Wait);
    }

    private sealed record Word(string To);

    private sealed class Talker(string id) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(id);

        protected override void PostStop()
        {
            // To oneself, so to a shard that ends, and to the other, whose shard may have ended.
            foreach (var to in new[] { id, id == "alice" ? "bob" : "alice" })
                ClusterSharding.Get(Context.System).ShardRegion("talkers").Tell(new Word(to), ActorRefs.NoSender);
        }
    }
}
