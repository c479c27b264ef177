using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Domains;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions;
using AkkaRealtime.Tests.Connections;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Domains;

public sealed class TopicRouterSpecs : VirtualTimeSpec
{
    private static readonly Topic Prices = new(TopicRules.Kind, "prices");
    private readonly RealtimeBuilder _builder = new(new ServiceCollection());
    private readonly TestMeters _meters = new();
    private readonly TestProbe _connection;
    private readonly TestProbe _owners;
    private readonly TestProbe _mediator;
    private readonly Lazy<TopicAuthorizer> _authorizer;
    private readonly Lazy<IActorRef> _router;

    public TopicRouterSpecs(ITestOutputHelper output)
        : base(output)
    {
        (_connection, _owners, _mediator) = (CreateTestProbe("connection"), CreateTestProbe("owners"), CreateTestProbe("mediator"));
        _authorizer = new(() => new TopicAuthorizer(_builder.BuildTopics(new Dictionary<string, ConfiguredTopic>()), new RealtimeMetrics(_meters), NullLogger.Instance));
        _router = new(() => Sys.ActorOf(Props.Create(() => new TopicRouterActor(
            _authorizer.Value,
            () => _owners,
            new OwnerWatch(null, null),
            new OwnerRegion("topics", 1),
            _mediator,
            context => new TopicPublisher(context, _mediator, null)))));
    }

    [Fact]
    public void Should_put_a_connection_on_the_topic_before_it_asks_the_owner()
    {
        _builder.Topic("prices");
        Ask(new TopicSubscribeRequest("prices", 3, "e1"));
        var follow = _connection.ExpectMsg<JoinTopic>();
        Assert.Equal(Prices, follow.Topic);
        _owners.ExpectNoMsg(TimeSpan.Zero);

        // What the connection does once it is on the relay's topic.
        _connection.LastSender.Tell(follow.Then, _connection);
        Assert.Equal(new SubscribeToTopic("prices", "7", 3, "e1"), _owners.ExpectMsg<SubscribeToTopic>());
        Assert.Equal(_connection.Ref, _owners.LastSender);
    }

    [Fact]
    public void Should_forbid_a_topic_that_the_host_does_not_know()
    {
        _builder.Topic("prices");
        Ask(new TopicSubscribeRequest("secrets", null, null));
        ExpectError("forbidden", "You may not follow this topic.");
    }

    [Fact]
    public void Should_ask_the_host_who_may_follow()
    {
        _builder.Topic("orders.*", o => o.Authorize = (caller, topic, _) => Task.FromResult<TopicAccess>(topic == $"orders.{caller.User}"));
        Ask(new TopicSubscribeRequest("orders.bob", null, null));
        ExpectError("forbidden", "You may not follow this topic.");
        ExpectLeave("orders.bob");
        Ask(new TopicSubscribeRequest("orders.alice", null, null));
        Assert.Equal("orders.alice", _connection.ExpectMsg<JoinTopic>().Topic.Id);
    }

    [Fact]
    public void Should_take_who_may_not_follow_any_longer_off_the_topic_but_not_for_what_passes()
    {
        TopicAccess answer = new RequestError(ErrorCode.NotFound, "The market is closed.");
        _builder.Topic("prices", o => o.Authorize = (_, _, _) => Task.FromResult(answer));
        Ask(new TopicSubscribeRequest("prices", null, null));
        ExpectError("not-found", "The market is closed.");
        ExpectLeave("prices");
        answer = new RequestError(ErrorCode.Unavailable, "Not now.");
        Ask(new TopicSubscribeRequest("prices", null, null));
        ExpectError("unavailable", "Not now.");
        answer = true;
        Ask(new TopicSubscribeRequest("prices", null, null));
        _connection.ExpectMsg<JoinTopic>();
    }

    [Fact]
    public void Should_tell_all_nodes_whose_subscription_the_host_ends()
    {
        _router.Value.Tell(new EndSubscription(new UserId("alice"), "prices"), ActorRefs.NoSender);
        var publish = Published();
        Assert.Equal((TopicRouterActor.Ends, new SubscriptionEnded(new UserId("alice"), "prices")), (publish.Topic, publish.Message));
    }

    [Fact]
    public void Should_take_all_connections_of_a_user_off_a_topic_whose_subscription_ended()
    {
        _builder.Topic("prices");
        var (other, bob) = (CreateTestProbe("other"), CreateTestProbe("bob"));
        foreach (var probe in new[] { _connection, other })
        {
            Ask(new TopicSubscribeRequest("prices", null, null), probe);
            probe.ExpectMsg<JoinTopic>();
        }

        Ask(new TopicSubscribeRequest("prices", null, null), bob, "bob");
        bob.ExpectMsg<JoinTopic>();
        End("prices");
        ExpectLeave("prices");
        Assert.Equal("""{"type":"topic.unsubscribed","data":{"topic":"prices"}}""", other.ExpectMsg<LeaveTopic>().Last.ToString());
        bob.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_ask_anew_where_the_subscription_ends_while_the_host_is_asked()
    {
        var (first, second) = (NewAnswer(), NewAnswer());
        var answers = new Queue<Task<TopicAccess>>([first.Task, second.Task]);
        _builder.Topic("prices", o => o.Authorize = (_, _, _) => answers.Dequeue());
        Ask(new TopicSubscribeRequest("prices", null, null));
        this.Until(() => answers.Count == 1);
        End("prices");
        ExpectLeave("prices");
        first.SetResult(true);
        second.SetResult(false);
        ExpectError("forbidden", "You may not follow this topic.");
    }

    [Fact]
    public void Should_forget_connections_that_end_also_after_it_was_started_anew()
    {
        _builder.Topic("prices");
        var other = CreateTestProbe("other");
        foreach (var probe in new[] { _connection, other })
        {
            Ask(new TopicSubscribeRequest("prices", null, null), probe);
            probe.ExpectMsg<JoinTopic>();
        }

        Assert.Equal(2, _authorizer.Value.Connections.Count);
        Sys.Stop(other);
        this.Until(() => _authorizer.Value.Connections.Count == 1);
        _router.Value.Tell(new Broadcast(null!, []), _owners);
        Sys.Stop(_connection);
        this.Until(() => _authorizer.Value.Connections.Count == 0);
    }

    [Fact]
    public void Should_pass_on_the_error_of_the_host()
    {
        _builder.Topic("prices", o => o.Authorize = (_, _, _) => Task.FromResult<TopicAccess>(new RequestError(ErrorCode.NotFound, "The market is closed.")));
        Ask(new TopicSubscribeRequest("prices", null, null));
        ExpectError("not-found", "The market is closed.");
    }

    [Fact]
    public void Should_answer_an_authorizer_that_fails_with_an_internal_error()
    {
        _builder.Topic("prices", o => o.Authorize = (_, _, _) => throw new InvalidOperationException("down"));
        Ask(new TopicSubscribeRequest("prices", null, null));
        ExpectError("internal", "The server failed to answer this.");
    }

    [Fact]
    public void Should_take_a_connection_off_a_topic_after_the_subscription_that_came_before()
    {
        var answer = NewAnswer();
        _builder.Topic("prices", o => o.Authorize = (_, _, _) => answer.Task);
        Ask(new TopicSubscribeRequest("prices", null, null));
        Ask(new TopicUnsubscribeRequest("prices"));
        _connection.ExpectNoMsg(TimeSpan.Zero);
        answer.SetResult(true);
        _connection.ExpectMsg<JoinTopic>();
        var unfollow = _connection.ExpectMsg<UnfollowTopic>();
        Assert.Equal("""{"type":"topic.unsubscribed","data":{"ref":"7","topic":"prices"}}""", unfollow.Last.ToString());
    }

    [Fact]
    public void Should_take_in_as_many_subscriptions_at_once_as_a_connection_may_have()
    {
        var answer = NewAnswer();
        _builder.Topic("t*", o => o.Authorize = (_, _, _) => answer.Task);
        for (var i = 0; i < AkkaRealtime.Connections.Session.MaxTopics; i++)
            Ask(new TopicSubscribeRequest($"t{i}", null, null));
        answer.SetResult(true);
        for (var i = 0; i < AkkaRealtime.Connections.Session.MaxTopics; i++)
            Assert.Equal($"t{i}", _connection.ExpectMsg<JoinTopic>().Topic.Id);
    }

    [Fact]
    public void Should_answer_what_waited_when_it_was_started_anew()
    {
        var answer = NewAnswer();
        _builder.Topic("prices", o => o.Authorize = (_, _, _) => answer.Task);
        Ask(new TopicSubscribeRequest("prices", null, null));
        Ask(new TopicUnsubscribeRequest("prices"));
        _router.Value.Tell(new Broadcast(null!, []), _owners);
        _router.Value.Tell(new Identify(1), _owners);
        _owners.ExpectMsg<ActorIdentity>();
        answer.SetResult(true);
        _connection.ExpectMsg<JoinTopic>();
        _connection.ExpectMsg<UnfollowTopic>();
        Ask(new TopicUnsubscribeRequest("prices"));
        _connection.ExpectMsg<UnfollowTopic>();
    }

    [Fact]
    public void Should_broadcast_what_owners_of_topics_publish_through_the_mediator()
    {
        var node = Address.Parse("akka.tcp://akkarealtime@127.0.0.1:4100");
        var publication = new Publication(Prices, 0, new EncodedEnvelope("{}"u8.ToArray()));
        _router.Value.Tell(new Broadcast([node], [publication]), _owners);
        var publish = Published();
        Assert.Equal(TopicNames.Node(node), publish.Topic);
        Assert.Equal(publication, Assert.Single(Assert.IsType<PublicationBatch>(publish.Message).Publications));
    }

    [Theory]
    [InlineData("{\"topic\":\"a b\"}", "topic")]
    [InlineData("{}", "topic")]
    [InlineData("{\"topic\":\"a\",\"after\":-1}", "after")]
    public void Should_refuse_a_request_that_is_wrong(string data, string field)
    {
        var catalog = new RequestCatalog(TopicRequests.Types);
        Assert.False(catalog.TryDecode(new ReceivedEnvelope("topic.subscribe", null, System.Text.Encoding.UTF8.GetBytes(data)), out _, out var router, out var error));
        Assert.Equal((TopicRouterActor.Name, ErrorCode.BadRequest, field), (router, error!.Code, error.Field));
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _meters.Dispose();
    }

    private static TaskCompletionSource<TopicAccess> NewAnswer() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Ask(ITopicRequest body) => Ask(body, _connection);

    private void Ask(ITopicRequest body, TestProbe connection, string user = "alice") => _router.Value.Tell(
        new ClientRequest(new Caller(new UserId(user), user, new DeviceId("d1"), new SessionId($"s-{connection.Ref.Path.Name}")), "7", body), connection);

    private void End(string topic) => _router.Value.Tell(new SubscriptionEnded(new UserId("alice"), topic), _mediator);

    private void ExpectLeave(string topic)
    {
        var leave = _connection.ExpectMsg<LeaveTopic>();
        Assert.Equal((topic, $$$"""{"type":"topic.unsubscribed","data":{"topic":"{{{topic}}}"}}"""), (leave.Topic.Id, leave.Last.ToString()));
    }

    private Akka.Cluster.Tools.PublishSubscribe.Publish Published()
    {
        Assert.Equal(TopicRouterActor.Ends, _mediator.ExpectMsg<Akka.Cluster.Tools.PublishSubscribe.Subscribe>().Topic);
        return _mediator.ExpectMsg<Akka.Cluster.Tools.PublishSubscribe.Publish>();
    }

    private void ExpectError(string code, string message) => Assert.Equal(
        $$$"""{"type":"error","data":{"ref":"7","code":"{{{code}}}","message":"{{{message}}}"}}""", _connection.ExpectMsg<EncodedEnvelope>().ToString());
}
