using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Sessions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Owner;

/// <summary>A user's entity on another node takes over: what others see of the user must not change because of that.</summary>
public sealed class UserActorTakeoverSpecs(ITestOutputHelper output) : UserSpec(output)
{
    [Fact]
    public async Task Should_say_what_was_said_last_until_the_connections_have_opened_their_sessions_again()
    {
        var lost = NewUser();
        var laptop = await ConnectAsync(lost, "s1");
        var told = await SeenAsync(lost);

        var user = NewUser();
        Assert.Equal(told, (await FollowAsync(user)).Seen);
        Assert.Equal(told, await SeenAsync(user));
        Advance(TimeSpan.FromSeconds(5));
        await ReopenAsync(user, laptop, "s1");
        Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(told, await SeenAsync(user));
        Assert.False(Router.HasMessages);
    }

    [Fact]
    public async Task Should_go_offline_within_ten_seconds_if_nobody_comes_back()
    {
        await ConnectAsync(NewUser(), "s1");

        var user = NewUser();
        Assert.Equal("online", (await FollowAsync(user)).Seen.Status);
        Advance(TimeSpan.FromSeconds(10));

        var gone = (await PublishedAsync()).Seen;
        Assert.Equal(("offline", (DateTimeOffset?)Start), (gone.Status, gone.LastSeen));
    }

    [Fact]
    public async Task Should_stay_away_if_all_devices_were_idle_and_online_if_one_was_not()
    {
        var lost = NewUser();
        var laptop = await ConnectAsync(lost, "s1");
        var phone = await ConnectAsync(lost, "s2", "phone");
        lost.Tell(new SetActivity(Alice, new SessionId("s2"), true), phone);
        await SeenAsync(lost);

        var online = NewUser();
        await FollowAsync(online);
        await ReopenAsync(online, phone, "s2", "phone", idle: true);
        Assert.Equal("online", (await SeenAsync(online)).Status);
        await ReopenAsync(online, laptop, "s1");
        online.Tell(new SetActivity(Alice, new SessionId("s1"), true), laptop);
        await SeenAsync(online);
        Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("away", (await PublishedAsync()).Seen.Status);
        await SeenAsync(online);

        var away = NewUser();
        Assert.Equal("away", (await FollowAsync(away)).Seen.Status);
        await ReopenAsync(away, phone, "s2", "phone", idle: true);
        await ReopenAsync(away, laptop, "s1", idle: true);
        Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("away", (await SeenAsync(away)).Status);
        Assert.False(Router.HasMessages);
    }

    [Fact]
    public async Task Should_stay_in_a_call()
    {
        var call = UserData.Call("a", CallState.Active);
        var lost = NewUser();
        await ConnectAsync(lost, "s1");
        await EnterAsync(lost, call);
        var told = await SeenAsync(lost);
        Assert.Equal((true, "busy"), (told.InCall == true, told.Status));
        LiveCalls.Calls.Add(new ResumedCall(call, null));

        Assert.Equal(told, (await FollowAsync(NewUser())).Seen);
    }

    [Fact]
    public async Task Should_not_say_offline_for_a_user_whom_another_entity_has_by_now()
    {
        var paused = NewUser();
        var laptop = await ConnectAsync(paused, "s1");
        await FollowAsync(paused);
        var user = NewUser();
        await SeenAsync(user);
        Advance(TimeSpan.FromSeconds(1));
        await ReopenAsync(user, laptop, "s1");
        await SeenAsync(user);
        Watch(paused);

        // It wakes: all that it hears is that its connections are gone.
        paused.Tell(new CloseSession(Alice, new SessionId("s1")));

        await ExpectTerminatedAsync(paused);
        Assert.False(Router.HasMessages);
        Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("online", (await SeenAsync(user)).Status);
    }

    [Fact]
    public async Task Should_not_say_offline_before_that_is_stored()
    {
        var user = NewUser();
        await FollowAsync(user);
        await ConnectAsync(user, "s1");
        await PublishedAsync();
        user.Tell(new CloseSession(Alice, new SessionId("s1")));
        await SeenAsync(user);
        Store.Hold = true;
        Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("online", (await SeenAsync(user)).Status);

        Store.Commit(Store.Saved<AkkaRealtime.Routing.Users.Store.SaveUser>()[^1]);

        Assert.Equal("offline", (await PublishedAsync()).Seen.Status);
    }

    [Fact]
    public async Task Should_not_put_an_older_choice_over_that_of_another_entity()
    {
        var paused = NewUser();
        var laptop = await ConnectAsync(paused, "s1");
        var user = NewUser();
        await ReopenAsync(user, laptop, "s1");
        user.Tell(new SetStatus(Alice, "Alice", new StatusChoice(ChosenStatus.Busy, "Mine"), "r1"), laptop);
        Assert.Contains("status.ok", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString(), StringComparison.Ordinal);

        paused.Tell(new SetStatus(Alice, "Alice", new StatusChoice(ChosenStatus.Away, "Late"), "r2"), laptop);

        Assert.Contains("\"code\":\"unavailable\"", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString(), StringComparison.Ordinal);
        Assert.Equal("Mine", StatusChoice.FromStored(Store.Find(Alice)!.Status).Text);
    }

    private static async Task ReopenAsync(IActorRef user, TestProbe connection, string session, string device = "laptop", bool idle = false)
    {
        user.Tell(new OpenSession(Alice, "Alice", new DeviceId(device), new SessionId(session), idle), connection);
        await connection.FishForMessageAsync<SessionOpened>(o => o.Session.Value == session);
    }
}
