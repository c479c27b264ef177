using Akka.Actor;
using Akka.Cluster;
using AkkaRealtime.Clustering;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Clustering;

public sealed class NodeSpecs(ITestOutputHelper output) : NodeSpec(output)
{
    [Fact]
    public void Should_be_a_cluster_of_one_that_is_up() => this.Eventually(() => Assert.Equal(MemberStatus.Up, Assert.Single(Cluster.State.Members).Status));

    [Fact]
    public async Task Should_bring_a_topic_message_to_the_owner_in_its_region()
    {
        var region = StartRegion<Ping>("pings", _ => Props.Create(() => new Echo()).WithMailbox(LeanMailbox.Id), ping => ping.Id);
        region.Tell(new Interest(new Topic(TopicKind.Room, "a"), 3));
        Assert.Equal(3, (await ExpectMsgAsync<Interest>()).LastSeq);
        region.Tell(new Ping("a"));
        await ExpectMsgAsync<Ping>();
    }

    private sealed record Ping(string Id);

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }
}
