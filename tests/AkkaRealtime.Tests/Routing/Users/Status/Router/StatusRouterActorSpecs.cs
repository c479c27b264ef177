using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Router;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Status.Router;

public sealed class StatusRouterActorSpecs(ITestOutputHelper output) : StatusRouterSpec(output)
{
    [Fact]
    public async Task Should_hand_a_choice_to_the_users_entity_with_the_connection_as_sender()
    {
        var connection = CreateTestProbe();
        Send(connection, new StatusSetRequest("busy", "Lunch", "", null), "r1");
        Assert.Equal(
            new SetStatus(new UserId("me"), "Me", new StatusChoice(ChosenStatus.Busy, "Lunch"), "r1"),
            await Users.ExpectMsgAsync<SetStatus>());
        Assert.Equal(connection.Ref, Users.LastSender);
    }

    [Fact]
    public async Task Should_refuse_a_clear_at_that_is_over()
    {
        var connection = CreateTestProbe();
        Send(connection, new StatusSetRequest("busy", null, null, Time.GetUtcNow()), "r1");
        var error = await FrameAsync(connection);
        Assert.Contains("\"ref\":\"r1\",\"code\":\"bad-request\"", error, StringComparison.Ordinal);
        Assert.Contains("\"field\":\"clearAt\"", error, StringComparison.Ordinal);
        Assert.False(Users.HasMessages);
    }

    [Fact]
    public async Task Should_hand_activity_to_the_users_entity()
    {
        Send(CreateTestProbe(), new StatusActivityRequest(true));
        await Users.ExpectMsgAsync(new SetActivity(new UserId("me"), new SessionId("s1"), true));
    }

    [Fact]
    public async Task Should_answer_get_in_the_order_of_the_request_each_user_once()
    {
        AnswerWith(u => new StatusView(u, u.Value == "bob" ? "away" : "online"));
        var connection = CreateTestProbe();
        Send(connection, new StatusGetRequest(Ids("carol", "bob", "carol")), "r1");
        Assert.Equal(
            """{"type":"status.snapshot","data":{"ref":"r1","users":[{"user":"carol","status":"online"},{"user":"bob","status":"away"}]}}""",
            await FrameAsync(connection));
        Assert.False(Relay.HasMessages);
    }

    [Fact]
    public async Task Should_answer_for_those_who_share_a_room_and_name_the_others()
    {
        AnswerWith(u => new StatusView(u, "online"));
        Store.Strangers.UnionWith(Ids("mallory", "trudy"));
        var connection = CreateTestProbe();
        Send(connection, new StatusSubscribeRequest(Ids("mallory", "bob", "trudy", "mallory")), "r1");
        Assert.Equal(
            """{"type":"status.snapshot","data":{"ref":"r1","users":[{"user":"bob","status":"online"}],"refused":["mallory","trudy"]}}""",
            await FrameAsync(connection));
        Assert.Equal("bob", await FollowedAsync());
        Publish("mallory", "busy");
        Publish("bob", "away");
        Assert.Equal("""{"type":"status.changed","data":{"users":[{"user":"bob","status":"away"}]}}""", await FrameAsync(connection));
        Assert.False(Relay.HasMessages);
    }

    [Fact]
    public async Task Should_refuse_a_request_about_nobody_but_strangers_and_name_them()
    {
        AnswerWith(u => new StatusView(u, "online"));
        Store.Strangers.Add(new UserId("mallory"));
        var connection = CreateTestProbe();
        Send(connection, new StatusSubscribeRequest(Ids("mallory")), "r1");
        var error = await FrameAsync(connection);
        Assert.Contains("\"ref\":\"r1\",\"code\":\"forbidden\"", error, StringComparison.Ordinal);
        Assert.Contains("mallory", error, StringComparison.Ordinal);
        Assert.False(Relay.HasMessages);
        Assert.False(Users.HasMessages);
    }

    [Fact]
    public async Task Should_keep_the_list_before_when_the_next_is_refused()
    {
        var connection = await WatchingAsync("me", "bob");
        Store.Strangers.Add(new UserId("mallory"));
        Send(connection, new StatusSubscribeRequest(Ids("mallory")));
        Assert.Contains("forbidden", await FrameAsync(connection), StringComparison.Ordinal);
        Publish("bob", "away");
        Assert.Contains("away", await FrameAsync(connection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_let_everybody_see_everybody_where_the_operator_opened_it()
    {
        AnswerWith(u => new StatusView(u, "online"));
        Options.VisibleToAll = true;
        Store.Strangers.Add(new UserId("mallory"));
        var connection = CreateTestProbe();
        Send(connection, new StatusGetRequest(Ids("mallory")));
        Assert.Contains("""{"user":"mallory","status":"online"}""", await FrameAsync(connection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_always_let_users_see_themselves_as_they_chose()
    {
        Store.Strangers.Add(new UserId("me"));
        var connection = CreateTestProbe();
        Send(connection, new StatusGetRequest(Ids("me")));
        var get = await Users.ExpectMsgAsync<GetStatus>();
        Users.Reply(new StatusAnswer(get.Token, Report(new StatusView(get.User, "offline"), new StatusView(get.User, "invisible"))));
        Assert.Contains("""{"user":"me","status":"invisible"}""", await FrameAsync(connection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_follow_who_is_subscribed_and_unfollow_who_is_not_any_more()
    {
        var connection = await WatchingAsync("me", "bob", "carol");
        Assert.Equal(["bob", "carol"], new[] { await FollowedAsync(), await FollowedAsync() }.Order());

        Send(connection, new StatusSubscribeRequest(Ids("carol", "dave")));
        await FrameAsync(connection);
        Assert.Equal("dave", await FollowedAsync());
        Assert.Equal("bob", (await Relay.ExpectMsgAsync<Unfollow>()).Topic.Id);

        Send(connection, new StatusSubscribeRequest([]), "r9");
        Assert.Equal("""{"type":"status.snapshot","data":{"ref":"r9","users":[]}}""", await FrameAsync(connection));
        Assert.Equal(["carol", "dave"], new[] { (await Relay.ExpectMsgAsync<Unfollow>()).Topic.Id, (await Relay.ExpectMsgAsync<Unfollow>()).Topic.Id }.Order());

        Publish("carol", "away");
        await SettledAsync();
        Assert.False(connection.HasMessages);
    }

    [Fact]
    public async Task Should_forget_a_connection_that_ended()
    {
        var one = await WatchingAsync("me", "bob");
        var two = await WatchingAsync("you", "bob");
        await FollowedAsync();
        Sys.Stop(one);
        Sys.Stop(two);
        Assert.Equal("bob", (await Relay.ExpectMsgAsync<Unfollow>()).Topic.Id);
    }

    [Fact]
    public async Task Should_not_subscribe_a_connection_that_ended_while_rights_were_checked()
    {
        var rights = new TaskCompletionSource();
        Store.Gate = rights.Task;
        var connection = CreateTestProbe();
        Send(connection, new StatusSubscribeRequest(Ids("bob")));
        await SettledAsync();
        Watch(connection);
        Sys.Stop(connection);
        await ExpectTerminatedAsync(connection);
        await SettledAsync();
        rights.SetResult();
        await Users.ExpectMsgAsync<GetStatus>();
        Assert.False(Relay.HasMessages);
    }

    [Fact]
    public async Task Should_let_the_later_of_two_subscriptions_count_even_if_its_rights_are_known_first()
    {
        AnswerWith(u => new StatusView(u, "online"));
        var slow = new TaskCompletionSource();
        Store.Gate = slow.Task;
        var connection = CreateTestProbe();
        Send(connection, new StatusSubscribeRequest(Ids("bob")), "first");
        await SettledAsync();
        Store.Gate = Task.CompletedTask;
        Send(connection, new StatusSubscribeRequest(Ids("carol")), "second");
        Assert.Contains("second", await FrameAsync(connection), StringComparison.Ordinal);
        slow.SetResult();
        Assert.Contains("first", await FrameAsync(connection), StringComparison.Ordinal);

        Assert.Equal("carol", await FollowedAsync());
        Assert.False(Relay.HasMessages);
    }

    [Fact]
    public async Task Should_answer_unavailable_when_rights_cannot_be_checked()
    {
        Store.Gate = Task.FromException(new StoreUnavailableException("gone"));
        var connection = CreateTestProbe();
        Send(connection, new StatusGetRequest(Ids("bob")), "r1");
        Assert.Contains("\"ref\":\"r1\",\"code\":\"unavailable\"", await FrameAsync(connection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_answer_with_those_who_reported_when_some_do_not()
    {
        var connection = CreateTestProbe();
        Send(connection, new StatusGetRequest(Ids("bob", "carol")));
        var first = await Users.ExpectMsgAsync<GetStatus>();
        await Users.ExpectMsgAsync<GetStatus>();
        Users.Reply(new StatusAnswer(first.Token, Report(new StatusView(new UserId("bob"), "online"))));
        await SettledAsync();
        Assert.False(connection.HasMessages);
        Advance(StatusQueries.Patience);
        Assert.Equal(
            """{"type":"status.snapshot","data":{"users":[{"user":"bob","status":"online"}]}}""",
            await FrameAsync(connection));
    }

    [Fact]
    public async Task Should_tell_late_who_did_not_report_in_time()
    {
        var connection = CreateTestProbe();
        Send(connection, new StatusSubscribeRequest(Ids("bob")));
        await Users.ExpectMsgAsync<GetStatus>();
        Advance(StatusQueries.Patience);
        Assert.Contains("\"users\":[]", await FrameAsync(connection), StringComparison.Ordinal);
        Publish("bob", "away");
        Assert.Equal("""{"type":"status.changed","data":{"users":[{"user":"bob","status":"away"}]}}""", await FrameAsync(connection));
    }

    [Fact]
    public async Task Should_refuse_questions_of_a_connection_beyond_those_that_may_be_under_way()
    {
        var connection = CreateTestProbe();
        for (var i = 0; i <= StatusQueries.MaxPerConnection; i++)
            Send(connection, new StatusGetRequest(Ids("me")), $"r{i}");
        Assert.Contains($"\"ref\":\"r{StatusQueries.MaxPerConnection}\",\"code\":\"rate-limited\"", await FrameAsync(connection), StringComparison.Ordinal);
        Advance(StatusQueries.Patience);
        await connection.ReceiveNAsync(StatusQueries.MaxPerConnection, default).CountAsync();
        Send(connection, new StatusGetRequest([]), "again");
        Assert.Contains("\"ref\":\"again\",\"users\":[]", await FrameAsync(connection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_refuse_questions_beyond_those_that_may_be_under_way_on_the_node()
    {
        for (var i = 0; i < StatusQueries.MaxQueries / StatusQueries.MaxPerConnection; i++)
        {
            var other = Sys.ActorOf(Props.Create<BlackHole>());
            for (var j = 0; j < StatusQueries.MaxPerConnection; j++)
                Send(other, new StatusGetRequest(Ids("me")));
        }

        var connection = CreateTestProbe();
        Send(connection, new StatusGetRequest(Ids("me")), "r1");
        Assert.Contains("\"ref\":\"r1\",\"code\":\"unavailable\"", await FrameAsync(connection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_subscribe_to_a_thousand_users_at_once()
    {
        AnswerWith(u => new StatusView(u, "online"));
        var users = Enumerable.Range(0, 1_000).Select(i => new UserId($"user{i:d4}")).ToArray();
        var connection = CreateTestProbe();
        Assert.Null(new StatusSubscribeRequest(users).Validate());
        Send(connection, new StatusSubscribeRequest(users));
        var snapshot = await FrameAsync(connection);
        Assert.All(users, u => Assert.Contains($$"""{"user":"{{u.Value}}","status":"online"}""", snapshot, StringComparison.Ordinal));
        foreach (var user in users)
            Publish(user.Value, "away");

        // The first at once, the others together.
        Assert.Contains("user0000", await FrameAsync(connection), StringComparison.Ordinal);
        await SettledAsync();
        Assert.False(connection.HasMessages);
        Advance(StatusWatchers<object>.Interval);
        Assert.Equal(1_000, (await FrameAsync(connection)).Split("\"away\"").Length);
    }

    [Fact]
    public async Task Should_go_on_after_a_fault()
    {
        var connection = await WatchingAsync("me", "bob");
        Router.Tell(new Publication(Topic.Of(new UserId("bob")), 0, new EncodedEnvelope("{}"u8.ToArray())), Relay);
        Publish("bob", "away");
        Assert.Contains("away", await FrameAsync(connection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_broadcast_what_entities_hand_over()
    {
        var report = Report(new StatusView(new UserId("bob"), "away"));
        var publication = new Publication(Topic.Of(new UserId("bob")), 0, report.Encode());
        Router.Tell(new Broadcast([Address.Parse("akka.tcp://akkarealtime@127.0.0.1:4100")], [publication]), TestActor);
        var publish = await Mediator.ExpectMsgAsync<Akka.Cluster.Tools.PublishSubscribe.Publish>();
        Assert.Equal("node/127.0.0.1:4100", publish.Topic);
        Assert.Equal([publication], ((PublicationBatch)publish.Message).Publications);
    }

    private async Task<string> FollowedAsync() => (await Relay.ExpectMsgAsync<Follow>()).Topic.Id;

    private sealed class BlackHole : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
