using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Sessions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Owner;

/// <summary>Who looks at what happens, and what devices without a connection are told of calls.</summary>
public sealed class UserActorAwaySpecs(ITestOutputHelper output) : UserSpec(output)
{
    private static readonly UserCall A = UserData.Call("a");

    [Fact]
    public async Task Should_ring_away_for_who_is_not_connected_and_say_that_it_was_missed()
    {
        var user = NewUser();
        await RingAsync(user, A, At(45));
        await RingAsync(user, A, At(45));
        Assert.Equal([(A.Id, null)], Away.Told);

        user.Tell(new ReleaseUser(Alice, A.Id));
        await ReportAsync(user);
        Assert.Equal([(A.Id, null), (A.Id, AwayRingEnd.Missed)], Away.Told);
    }

    [Fact]
    public async Task Should_say_that_a_ring_is_over_when_its_time_is()
    {
        var user = NewUser();
        await RingAsync(user, A, At(45));
        Advance(TimeSpan.FromSeconds(45));
        await ReportAsync(user);
        Assert.Equal([(A.Id, null), (A.Id, AwayRingEnd.Missed)], Away.Told);
    }

    [Fact]
    public async Task Should_say_that_it_was_answered_elsewhere()
    {
        var user = NewUser();
        await RingAsync(user, A, At(45));
        await ConnectAsync(user, "s1");
        Assert.True(await EnterAsync(user, A with { State = CallState.Active }));
        await ReportAsync(user);
        Assert.Equal([(A.Id, null), (A.Id, AwayRingEnd.Answered)], Away.Told);
    }

    [Fact]
    public async Task Should_say_that_it_was_declined()
    {
        var user = NewUser();
        await RingAsync(user, A, At(45));
        user.Tell(new ReleaseUser(Alice, A.Id, Declined: true));
        await ReportAsync(user);
        Assert.Equal([(A.Id, null), (A.Id, AwayRingEnd.Declined)], Away.Told);
    }

    [Fact]
    public async Task Should_not_ring_away_for_who_looks_nor_for_who_is_busy()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await RingAsync(user, A, At(45));
        user.Tell(new ReleaseUser(Alice, A.Id));
        user.Tell(new SetStatus(Alice, "Alice", StatusChoice.From(new StatusSetRequest("busy", null, null, null)), null), laptop);
        user.Tell(new CloseSession(Alice, new SessionId("s1")));
        await ReportAsync(user);
        Assert.Equal(RingOutcome.Busy, await RingAsync(user, A, At(45)));
        Assert.Empty(Away.Told);
    }

    [Fact]
    public async Task Should_end_what_the_entity_before_may_have_had_ring_and_not_ring_it_again()
    {
        LiveCalls.Calls.Add(new ResumedCall(A, At(45)));
        var user = NewUser();
        await RingAsync(user, A, At(45));
        Assert.Empty(Away.Told);
        user.Tell(new ReleaseUser(Alice, A.Id));
        await ReportAsync(user);
        Assert.Equal([(A.Id, AwayRingEnd.Missed)], Away.Told);
    }

    [Fact]
    public async Task Should_know_who_looks_by_what_their_connections_say()
    {
        var user = NewUser();
        Assert.False((await AttentionAsync(user)).IsHere);
        var laptop = await ConnectAsync(user, "s1");
        Assert.True((await AttentionAsync(user)).IsHere);

        user.Tell(new SetActivity(Alice, new SessionId("s1"), Idle: false) { Hidden = true }, laptop);
        Assert.Equal(new ActivityNoted(false, Hidden: true), await laptop.ExpectMsgAsync<ActivityNoted>());
        Assert.False((await AttentionAsync(user)).IsHere);

        user.Tell(new SetActivity(Alice, new SessionId("s1"), Idle: true), laptop);
        Assert.False((await AttentionAsync(user)).IsHere);
        user.Tell(new SetActivity(Alice, new SessionId("s1"), Idle: false), laptop);
        Assert.True((await AttentionAsync(user)).IsHere);

        user.Tell(new CloseSession(Alice, new SessionId("s1")));
        Assert.False((await AttentionAsync(user)).IsHere);

        user.Tell(new OpenSession(Alice, "Alice", new DeviceId("laptop"), new SessionId("s2")) { Hidden = true }, CreateTestProbe());
        Assert.False((await AttentionAsync(user)).IsHere);
    }

    [Fact]
    public async Task Should_say_who_may_not_be_disturbed()
    {
        var user = NewUser();
        Assert.False((await AttentionAsync(user)).IsBusy);
        var laptop = await ConnectAsync(user, "s1");
        user.Tell(new SetStatus(Alice, "Alice", StatusChoice.From(new StatusSetRequest("busy", null, null, null)), null), laptop);
        await ReportAsync(user);
        user.Tell(new CloseSession(Alice, new SessionId("s1")));
        Assert.Equal(new Attention(Alice, IsHere: false, IsBusy: true), await AttentionAsync(user));
    }

    private async Task<Attention> AttentionAsync(IActorRef user)
    {
        var asker = CreateTestProbe();
        user.Tell(new AskAttention(Alice), asker);
        return await asker.ExpectMsgAsync<Attention>();
    }
}
