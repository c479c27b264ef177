using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Router;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Routing.Users.Store.Blocks;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Status.Router;

/// <summary>What is seen of others ends with the last room that is shared.</summary>
public sealed class StatusRightsSpecs(ITestOutputHelper output) : StatusRouterSpec(output)
{
    private void Block(UserId by, UserId user) =>
        Store.Engine.Commit([new SaveBlock(Akka.Actor.ActorRefs.Nobody, new Block(by, user, Time.GetUtcNow()), true)]);

    private const string BobOffline = """{"type":"status.changed","data":{"users":[{"user":"bob","status":"offline"}],"refused":["bob"]}}""";
    private static readonly UserId Me = new("me");
    private static readonly UserId Bob = new("bob");

    [Fact]
    public async Task Should_show_who_left_the_last_shared_room_offline_once_and_then_nothing()
    {
        var me = await WatchingAsync("me", "bob", "carol");
        Leave(Bob);
        Assert.Equal(BobOffline, await FrameAsync(me));
        Assert.Equal(["bob", "carol"], new[] { await FollowedAsync(), await FollowedAsync() }.Order());
        Assert.Equal("bob", (await Relay.ExpectMsgAsync<Unfollow>()).Topic.Id);

        Publish(Report(new StatusView(Bob, "busy", "Secret", "🤫")));
        Publish("carol", "away");
        Advance(StatusWatchers<object>.Interval);
        Assert.Equal("""{"type":"status.changed","data":{"users":[{"user":"carol","status":"away"}]}}""", await FrameAsync(me));
    }

    [Fact]
    public async Task Should_show_who_was_removed_nothing_of_those_who_stay()
    {
        var me = await WatchingAsync("me", "bob", "carol", "me");
        var other = await WatchingAsync("you", "bob", "me");
        Leave(Me);
        var last = await FrameAsync(me);
        Assert.Contains("""{"user":"bob","status":"offline"}""", last, StringComparison.Ordinal);
        Assert.Contains("""{"user":"carol","status":"offline"}""", last, StringComparison.Ordinal);
        Assert.DoesNotContain("\"me\"", last, StringComparison.Ordinal);
        Assert.Contains("\"refused\":[", last, StringComparison.Ordinal);
        Assert.Equal("""{"type":"status.changed","data":{"users":[{"user":"me","status":"offline"}],"refused":["me"]}}""", await FrameAsync(other));

        Advance(StatusWatchers<object>.Interval);
        Publish("me", "away");
        Assert.Contains("""{"user":"me","status":"away"}""", await FrameAsync(me), StringComparison.Ordinal);
        Publish("bob", "away");
        Assert.Contains("""{"user":"bob","status":"away"}""", await FrameAsync(other), StringComparison.Ordinal);
        await SettledAsync();
        Assert.False(me.HasMessages);
    }

    [Fact]
    public async Task Should_go_on_where_another_room_is_shared()
    {
        var me = await WatchingAsync("me", "bob");
        Store.MakeRoom(new RoomId("other"), "group", [Me, Bob]);
        Leave(Bob);
        Publish("bob", "away");
        Assert.Contains("away", await FrameAsync(me), StringComparison.Ordinal);
        await SettledAsync();
        Assert.False(me.HasMessages);
    }

    [Fact]
    public async Task Should_go_on_where_the_operator_lets_everybody_see_everybody()
    {
        Options.VisibleToAll = true;
        var me = await WatchingAsync("me", "bob");
        Leave(Bob);
        Advance(StatusRights.RepairEvery + StatusRights.TickEvery);
        Publish("bob", "away");
        Assert.Contains("away", await FrameAsync(me), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_show_neither_of_two_to_the_other_once_one_has_blocked_the_other()
    {
        var me = await WatchingAsync("me", "bob", "carol");
        var bob = await WatchingAsync("bob", "me");
        Block(Bob, Me);
        Router.Tell(new BlockChanged(Bob, Me), Akka.Actor.ActorRefs.NoSender);
        Assert.Equal(BobOffline, await FrameAsync(me));
        Assert.Equal("""{"type":"status.changed","data":{"users":[{"user":"me","status":"offline"}],"refused":["me"]}}""", await FrameAsync(bob));
        Publish("bob", "away");
        Publish("carol", "away");
        Advance(StatusWatchers<object>.Interval);
        Assert.Equal("""{"type":"status.changed","data":{"users":[{"user":"carol","status":"away"}]}}""", await FrameAsync(me));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Should_not_be_asked_for_either_whoever_may_see_everybody(bool visibleToAll)
    {
        Options.VisibleToAll = visibleToAll;
        Block(Bob, Me);
        AnswerWith(u => new StatusView(u, "online"));
        var me = CreateTestProbe();
        Send(me, new StatusGetRequest(Ids("bob", "carol")));
        var snapshot = await FrameAsync(me);
        Assert.Contains("\"refused\":[\"bob\"]", snapshot, StringComparison.Ordinal);
        Assert.DoesNotContain("\"user\":\"bob\"", snapshot, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_find_a_block_that_nobody_told_of_within_minutes_where_everybody_sees_everybody()
    {
        Options.VisibleToAll = true;
        var me = await WatchingAsync("me", "bob");
        Block(Bob, Me);
        Advance(StatusRights.TickEvery);
        Publish("bob", "away");
        Assert.Contains("away", await FrameAsync(me), StringComparison.Ordinal);
        Advance(StatusRights.RepairEvery);
        Assert.Equal(BobOffline, await FrameAsync(me));
    }

    [Fact]
    public async Task Should_end_within_minutes_what_a_leave_that_nobody_heard_of_leaves_behind()
    {
        var me = await WatchingAsync("me", "bob");
        Store.Leave(Bob);
        Advance(StatusRights.TickEvery);
        Publish("bob", "away");
        Assert.Contains("away", await FrameAsync(me), StringComparison.Ordinal);
        Advance(StatusRights.RepairEvery);
        Assert.Equal(BobOffline, await FrameAsync(me));
    }

    [Fact]
    public async Task Should_ask_again_when_the_store_could_not_say_who_is_still_seen()
    {
        var me = await WatchingAsync("me", "bob");
        Store.Gate = Task.FromException(new StoreUnavailableException("gone"));
        Leave(Bob);
        await SettledAsync();
        await SettledAsync();
        Assert.False(me.HasMessages);
        Store.Gate = Task.CompletedTask;
        Advance(StatusRights.TickEvery);
        Assert.Equal(BobOffline, await FrameAsync(me));
    }

    [Fact]
    public async Task Should_not_grant_what_ended_while_the_store_was_asked()
    {
        AnswerWith(u => new StatusView(u, "online"));
        var gate = new TaskCompletionSource();
        RightsGate = gate.Task;
        var me = CreateTestProbe();
        Send(me, new StatusSubscribeRequest([Bob, Me]));
        await SettledAsync();
        RightsGate = Task.CompletedTask;
        Leave(Bob);
        await SettledAsync();
        gate.SetResult();
        Assert.Equal(
            """{"type":"status.snapshot","data":{"users":[{"user":"me","status":"online"}],"refused":["bob"]}}""",
            await FrameAsync(me));
    }

    [Fact]
    public async Task Should_leave_out_of_a_snapshot_who_left_while_it_was_gathered()
    {
        var me = CreateTestProbe();
        Send(me, new StatusSubscribeRequest([Bob, new UserId("carol")]));
        var bob = await Users.ExpectMsgAsync<GetStatus>();
        Router.Tell(new StatusAnswer(bob.Token, Report(new StatusView(Bob, "online", "Secret"))), Users);
        Leave(Bob);
        Assert.Equal(["bob", "carol"], new[] { await FollowedAsync(), await FollowedAsync() }.Order());
        await Relay.ExpectMsgAsync<Unfollow>();
        Router.Tell(new StatusAnswer(bob.Token, Report(new StatusView(new UserId("carol"), "online"))), Users);
        Assert.Equal(
            """{"type":"status.snapshot","data":{"users":[{"user":"carol","status":"online"}],"refused":["bob"]}}""",
            await FrameAsync(me));
        Publish("bob", "away");
        Assert.Equal(BobOffline, await FrameAsync(me));
        await SettledAsync();
        Assert.False(me.HasMessages);
    }

    [Fact]
    public async Task Should_keep_what_was_granted_after_the_check_began()
    {
        var me = await WatchingAsync("me", "bob");
        var gate = new TaskCompletionSource();
        RightsGate = gate.Task;
        Leave(Bob);
        await SettledAsync();
        RightsGate = Task.CompletedTask;

        // Back again, and asked for again, while the check of before is still under way.
        Send(me, new StatusSubscribeRequest([Bob]));
        Assert.StartsWith("""{"type":"status.snapshot","data":{"users":[{"user":"bob","status":"online"}]}}""", await FrameAsync(me), StringComparison.Ordinal);
        gate.SetResult();
        Publish("bob", "away");
        Assert.Contains("away", await FrameAsync(me), StringComparison.Ordinal);
        await SettledAsync();
        Assert.False(me.HasMessages);
    }

    [Fact]
    public async Task Should_check_everybody_of_a_large_room_that_is_closed()
    {
        var users = Enumerable.Range(0, 200).Select(i => $"user{i:d3}").ToArray();
        var me = await WatchingAsync("me", users);
        foreach (var user in users)
            Leave(new UserId(user));
        var offline = new HashSet<string>();
        while (offline.Count < users.Length)
        {
            Advance(StatusWatchers<object>.Interval);
            if (me.HasMessages)
                offline.UnionWith(users.Where((await FrameAsync(me)).Contains));
            else
                await SettledAsync();
        }
    }

    private static LeftTopic Left(UserId user) => new(Topic.Of(new RoomId("meeting")), user);

    private void Leave(UserId user)
    {
        Store.Leave(user);

        // As the relay does.
        Sys.EventStream.Publish(Left(user));
    }

    private async Task<string> FollowedAsync() => (await Relay.ExpectMsgAsync<Follow>()).Topic.Id;
}
