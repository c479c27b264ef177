using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Sessions;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Owner;

public sealed class UserActorStatusSpecs(ITestOutputHelper output) : UserSpec(output)
{
    [Fact]
    public async Task Should_give_a_new_follower_the_status_at_once()
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        user.Tell(new Interest(Topic.Of(Alice), 0), Relay);
        var head = await Relay.ExpectMsgAsync<Head>();
        Assert.Equal((Topic.Of(Alice), 0L, false), (head.Topic, head.Seq, head.Truncated));
        Assert.Equal(new StatusView(Alice, "online"), ReportOf(Assert.Single(head.Missed)).Seen);
    }

    [Fact]
    public async Task Should_ask_relays_who_needs_it_when_it_starts()
    {
        Router.IgnoreNoMessages();
        NewUser();
        await Router.ExpectMsgAsync(new RenewInterest(Topic.Of(Alice)));
    }

    [Fact]
    public async Task Should_publish_nothing_when_nobody_is_interested()
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        user.Tell(new SetActivity(Alice, new SessionId("s1"), true));
        await ReportAsync(user);
        Assert.False(Router.HasMessages);
    }

    [Fact]
    public async Task Should_be_away_only_when_all_devices_are_idle()
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        await ConnectAsync(user, "s2", "phone");
        await FollowAsync(user);
        user.Tell(new SetActivity(Alice, new SessionId("s1"), true));
        await ReportAsync(user);
        Assert.False(Router.HasMessages);
        user.Tell(new SetActivity(Alice, new SessionId("s2"), true));
        Assert.Equal("away", (await PublishedAsync()).Seen.Status);
        user.Tell(new SetActivity(Alice, new SessionId("s1"), false));
        Assert.Equal("online", (await PublishedAsync()).Seen.Status);
    }

    [Fact]
    public async Task Should_be_as_idle_as_before_for_a_connection_that_opens_its_session_at_another_entity()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        user.Tell(new SetActivity(Alice, new SessionId("s1"), true), laptop);
        var noted = await laptop.ExpectMsgAsync<ActivityNoted>();

        // It is noted first and kept then.
        Assert.Equal("away", (await SeenAsync(user)).Status);

        var successor = NewUser();
        Assert.Equal("away", (await FollowAsync(successor)).Seen.Status);
        successor.Tell(new OpenSession(Alice, "Alice", new DeviceId("laptop"), new SessionId("s1"), noted.Idle), laptop);
        Advance(UserStatus.ReopenWithin);
        Assert.Equal("away", (await SeenAsync(successor)).Status);
        Assert.False(Router.HasMessages);
    }

    [Fact]
    public async Task Should_clear_the_choice_at_its_time()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await FollowAsync(user);
        user.Tell(new SetStatus(Alice, "Alice", new StatusChoice(ChosenStatus.Busy, "Lunch", null, At(60)), null), laptop);
        Assert.Equal("Lunch", (await PublishedAsync()).Seen.Text);
        Advance(TimeSpan.FromSeconds(59.9));
        Assert.Equal("busy", (await SeenAsync(user)).Status);
        Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(new StatusView(Alice, "online"), (await PublishedAsync()).Seen);
    }

    [Fact]
    public async Task Should_clear_a_choice_that_ends_in_days()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await FollowAsync(user);
        user.Tell(new SetStatus(Alice, "Alice", new StatusChoice(ChosenStatus.Away, ClearAt: Start.AddDays(3)), null), laptop);
        await PublishedAsync();
        for (var hour = 0; hour < 3 * 24; hour++)
        {
            Advance(TimeSpan.FromHours(1));
            await ReportAsync(user);
        }

        Assert.Equal("online", (await PublishedAsync()).Seen.Status);
    }

    [Fact]
    public async Task Should_tell_all_connections_when_their_user_becomes_invisible_and_visible_again()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        user.Tell(new SetStatus(Alice, "Alice", new StatusChoice(ChosenStatus.Invisible, ClearAt: At(60)), null), CreateTestProbe());
        Assert.True((await laptop.ExpectMsgAsync<VisibilityChanged>()).Invisible);
        var phone = CreateTestProbe();
        user.Tell(new OpenSession(Alice, "Alice", new DeviceId("phone"), new SessionId("s2")), phone);
        Assert.True((await phone.ExpectMsgAsync<SessionOpened>()).Invisible);

        Advance(TimeSpan.FromSeconds(60));

        Assert.False((await laptop.ExpectMsgAsync<VisibilityChanged>()).Invisible);
        Assert.False((await phone.ExpectMsgAsync<VisibilityChanged>()).Invisible);
    }

    [Fact]
    public async Task Should_publish_the_very_same_bytes_for_invisible_as_for_offline()
    {
        // Alice goes invisible at 60 s; in another life her last connection ends at 50 s, which shows at 60 s.
        var invisible = await OnlineAsync("s1");
        Advance(TimeSpan.FromSeconds(50));
        Store = new SpecStore();
        var offline = await OnlineAsync("s2");
        offline.Tell(new CloseSession(Alice, new SessionId("s2")));
        await ReportAsync(offline);
        Advance(TimeSpan.FromSeconds(10));
        var gone = await PublishedAsync();
        invisible.Tell(new SetStatus(Alice, "Alice", new StatusChoice(ChosenStatus.Invisible, "Hidden"), null), CreateTestProbe());
        var hidden = await PublishedAsync();

        Assert.Equal(StatusEnvelopes.Changed(new StatusChanged([gone.Seen])).ToString(), StatusEnvelopes.Changed(new StatusChanged([hidden.Seen])).ToString());
        Assert.Equal(new StatusView(Alice, "invisible", "Hidden"), hidden.Own);
        Assert.Null(gone.Own);
    }

    [Fact]
    public async Task Should_number_reports_so_that_the_later_one_is_higher_also_after_a_restart()
    {
        var user = NewUser();
        var first = await ReportAsync(user);
        await ConnectAsync(user, "s1");
        var second = await ReportAsync(user);
        Assert.True(second.Version > first.Version);
        Advance(TimeSpan.FromSeconds(1));
        Assert.True((await ReportAsync(NewUser())).Version > second.Version);
    }

    private async Task<IActorRef> OnlineAsync(string session)
    {
        var user = NewUser();
        await FollowAsync(user);
        await ConnectAsync(user, session);
        Assert.Equal("online", (await PublishedAsync()).Seen.Status);
        return user;
    }
}
