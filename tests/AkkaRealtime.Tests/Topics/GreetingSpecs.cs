using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Tests.Clustering;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Topics;

/// <summary>When a node that has joined takes clients, where mediators gossip slowly.</summary>
public sealed class GreetingSpecs(ITestOutputHelper output) : NodeSpec(output, "akka.cluster.pub-sub.gossip-interval = 2s")
{
    [Fact]
    public async Task Should_say_that_a_node_is_ready_once_broadcasts_of_the_others_reach_it_and_its_own_reach_them()
    {
        await Greet(Sys).Reaches.WaitAsync(Patient.Wait);
        var (here, there) = (CreateTestProbe(), CreateTestProbe());
        Mediator.Tell(new Akka.Cluster.Tools.PublishSubscribe.Subscribe(TopicNames.Everybody, here), here);
        here.ExpectMsg<SubscribeAck>();

        var node = await StartAnotherAsync();
        var subscriber = node.ActorOf(Props.Create(() => new Subscriber(there)));
        var second = Greet(node, subscriber);
        Assert.NotNull(second.Unready);
        await second.Reaches.WaitAsync(Patient.Wait);
        Assert.Null(second.Unready);

        Mediator.Tell(new Publish(TopicNames.Everybody, Text("from here")));
        foreach (var probe in new[] { here, there })
            Assert.Equal("from here", probe.ExpectMsg<EncodedEnvelope>(Patient.Wait).ToString());
        DistributedPubSub.Get(node).Mediator.Tell(new Publish(TopicNames.Everybody, Text("from there")));
        Assert.Equal("from there", here.ExpectMsg<EncodedEnvelope>(Patient.Wait).ToString());
    }

    private static EncodedEnvelope Text(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    private static BroadcastReadiness Greet(ActorSystem node, params IActorRef[] subscribers)
    {
        var readiness = new BroadcastReadiness();
        node.ActorOf(GreetingActor.Props(DistributedPubSub.Get(node).Mediator, subscribers, readiness, NullLogger.Instance));
        return readiness;
    }

    private sealed class Subscriber(IActorRef probe) : UntypedActor
    {
        protected override void PreStart() =>
            DistributedPubSub.Get(Context.System).Mediator.Tell(new Akka.Cluster.Tools.PublishSubscribe.Subscribe(TopicNames.Everybody, Self), Self);

        protected override void OnReceive(object message)
        {
            if (message is not SubscribeAck)
                probe.Tell(message);
        }
    }
}
