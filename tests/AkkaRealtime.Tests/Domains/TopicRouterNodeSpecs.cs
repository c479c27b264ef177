using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.TestKit;
using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Domains;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions;
using AkkaRealtime.Tests.Clustering;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Domains;

public sealed class TopicRouterNodeSpecs(ITestOutputHelper output) : NodeSpec(output)
{
    private static readonly UserId Alice = new("alice");

    [Fact]
    public async Task Should_end_a_subscription_on_the_nodes_of_all_of_the_users_connections()
    {
        var another = await StartAnotherAsync();
        var (here, there) = (CreateTestProbe("here"), CreateTestProbe("there"));
        var (router, other) = (Follow(Sys, here), Follow(another, there));
        here.ExpectMsg<JoinTopic>();
        there.ExpectMsg<JoinTopic>();

        // Until the mediators know each other's subscribers.
        this.Eventually(() =>
        {
            router.Tell(new EndSubscription(Alice, "prices"), ActorRefs.NoSender);
            Assert.Equal("prices", there.ExpectMsg<LeaveTopic>(TimeSpan.FromMilliseconds(200)).Topic.Id);
        });
        here.ExpectMsg<LeaveTopic>();
        Assert.NotEqual(router, other);
    }

    private static IActorRef Follow(ActorSystem node, TestProbe connection)
    {
        var rules = new TopicRules(new Dictionary<string, TopicOptions> { ["prices"] = new() });
        var authorizer = new TopicAuthorizer(rules, TestMetrics.Instance, NullLogger.Instance);
        node.RegisterOnTermination(authorizer.Dispose);
        var mediator = DistributedPubSub.Get(node).Mediator;
        var router = node.ActorOf(
            Producer.Of(() => new TopicRouterActor(authorizer, () => ActorRefs.Nobody, new OwnerWatch(), new OwnerRegion("topics", 1), mediator, context => new TopicPublisher(context, mediator, null))), "topics-router");
        var caller = new Caller(Alice, "Alice", new DeviceId("d1"), new SessionId($"s-{connection.Ref.Path.Name}"));
        router.Tell(new ClientRequest(caller, "1", new TopicSubscribeRequest("prices", null, null)), connection);
        return router;
    }
}
