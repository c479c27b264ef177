using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Status.Router;

public sealed class StatusChangedSpecs(ITestOutputHelper output) : StatusRouterSpec(output)
{
    private static readonly UserId Bob = new("bob");

    [Fact]
    public async Task Should_tell_the_first_change_at_once_and_then_the_last_state_once_a_second()
    {
        var connection = await WatchingAsync("me", "bob", "carol");
        Publish("bob", "away");
        Assert.Equal("""{"type":"status.changed","data":{"users":[{"user":"bob","status":"away"}]}}""", await FrameAsync(connection));

        Publish("bob", "online");
        Publish("carol", "away");
        Publish("bob", "busy");
        await SettledAsync();
        Assert.False(connection.HasMessages);
        Advance(TimeSpan.FromMilliseconds(900));
        await SettledAsync();
        Assert.False(connection.HasMessages);
        Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(Changed(("bob", "busy"), ("carol", "away")), await FrameAsync(connection));

        // And again at once after a quiet second.
        Advance(TimeSpan.FromSeconds(1));
        Publish("carol", "online");
        Assert.Equal(Changed(("carol", "online")), await FrameAsync(connection));
    }

    [Fact]
    public async Task Should_tell_every_connection_that_watches_and_no_other()
    {
        var one = await WatchingAsync("me", "bob");
        var two = await WatchingAsync("you", "bob", "carol");
        var other = await WatchingAsync("they", "carol");
        Publish("bob", "away");
        Assert.Equal(Changed(("bob", "away")), await FrameAsync(one));
        Assert.Equal(Changed(("bob", "away")), await FrameAsync(two));
        await SettledAsync();
        Assert.False(other.HasMessages);
    }

    [Fact]
    public async Task Should_tell_nothing_where_nothing_changed_for_the_viewer()
    {
        var connection = await WatchingAsync("me", "bob");
        Publish(Report(new StatusView(Bob, "online")));
        await SettledAsync();
        Assert.False(connection.HasMessages);
    }

    [Fact]
    public async Task Should_ignore_a_report_that_is_older_than_what_is_known()
    {
        var connection = await WatchingAsync("me", "bob");
        var older = Report(new StatusView(Bob, "busy"));
        Publish("bob", "away");
        await FrameAsync(connection);
        Publish(older);
        Advance(TimeSpan.FromSeconds(1));
        await SettledAsync();
        Assert.False(connection.HasMessages);
    }

    [Fact]
    public async Task Should_put_a_change_that_comes_while_a_snapshot_is_gathered_into_the_snapshot()
    {
        Users.SetAutoPilot(Akka.TestKit.AutoPilot.NoAutoPilot);
        var connection = CreateTestProbe();
        Send(connection, new StatusSubscribeRequest([Bob, new UserId("carol")]));
        var get = await Users.ExpectMsgAsync<GetStatus>();
        var bob = new StatusAnswer(get.Token, Report(new StatusView(Bob, "online")));
        Router.Tell(bob, Users);
        Publish("bob", "away");
        await SettledAsync();
        Assert.False(connection.HasMessages);
        Router.Tell(new StatusAnswer(get.Token, Report(new StatusView(new UserId("carol"), "online"))), Users);
        Assert.Equal(
            """{"type":"status.snapshot","data":{"users":[{"user":"bob","status":"away"},{"user":"carol","status":"online"}]}}""",
            await FrameAsync(connection));
        Advance(TimeSpan.FromSeconds(2));
        await SettledAsync();
        Assert.False(connection.HasMessages);
    }

    [Fact]
    public async Task Should_show_a_choice_to_be_invisible_to_the_user_alone()
    {
        var self = await WatchingAsync("bob", "bob");
        var other = await WatchingAsync("me", "bob");
        Publish(Report(new StatusView(Bob, "offline"), new StatusView(Bob, "invisible", "Hidden")));
        Assert.Equal("""{"type":"status.changed","data":{"users":[{"user":"bob","status":"invisible","text":"Hidden"}]}}""", await FrameAsync(self));
        Assert.Equal(Changed(("bob", "offline")), await FrameAsync(other));

        // What changes behind it tells others nothing, not even that something did.
        Advance(TimeSpan.FromSeconds(1));
        Publish(Report(new StatusView(Bob, "offline"), new StatusView(Bob, "invisible", "Still")));
        Assert.Contains("Still", await FrameAsync(self), StringComparison.Ordinal);
        Advance(TimeSpan.FromSeconds(1));
        await SettledAsync();
        Assert.False(other.HasMessages);
    }

    private static string Changed(params (string User, string Status)[] users) =>
        StatusEnvelopes.Changed(new StatusChanged([.. users.Select(u => new StatusView(new UserId(u.User), u.Status))])).ToString();
}
