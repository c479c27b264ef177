using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Tests.Storage;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

/// <summary>What a user's entity that starts is told of its calls.</summary>
public sealed class LiveCallsSpecs(ITestOutputHelper output) : VirtualTimeSpec(output)
{
    private readonly SpecStore _store = new();

    [Theory]
    [InlineData("alice", true)]
    [InlineData("bob", true)]
    [InlineData("carol", true)]
    [InlineData("dave", false)]
    public async Task Should_resume_a_call_for_who_is_in_or_rung(string user, bool expected)
    {
        Keep(CallData.ActiveGroup());
        Assert.Equal(expected, (await ResumeAsync(user, 30)).Count == 1);
    }

    [Fact]
    public async Task Should_tell_who_is_rung_until_when()
    {
        var call = CallData.RingingOne();
        Keep(call);
        var resumed = Assert.Single(await ResumeAsync("bob", 20));
        Assert.Equal((call.Id, CallState.Ringing, CallData.At(45)), (resumed.Call.Id, resumed.Call.State, resumed.RingsUntil));
        Assert.Equal(CallForUsers.Of(call).View.ToString(), resumed.Call.View.ToString());
    }

    [Fact]
    public async Task Should_tell_who_is_in_it_that_they_are()
    {
        Keep(CallData.ActiveOne());
        var resumed = Assert.Single(await ResumeAsync("bob", 20));
        Assert.Equal((CallState.Active, null), (resumed.Call.State, resumed.RingsUntil));
    }

    [Fact]
    public async Task Should_not_resume_a_ring_that_is_over()
    {
        Keep(CallData.RingingOne());
        Assert.Empty(await ResumeAsync("bob", 45));
    }

    [Fact]
    public async Task Should_not_resume_a_call_whose_owner_is_gone_too_long()
    {
        Keep(CallData.ActiveOne());
        Assert.Empty(await ResumeAsync("bob", 10 + CallRules.Forgotten.TotalSeconds + 1));
    }

    [Fact]
    public async Task Should_ask_the_owner_of_a_call_that_was_kept_as_live_whether_the_user_still_has_it()
    {
        var owners = CreateTestProbe();
        Keep(CallData.ActiveOne());
        await ResumeAsync("bob", 20, owners);
        await owners.ExpectMsgAsync(new WakeCall(CallData.Room, CallData.Id, CallData.Bob.User));
    }

    [Fact]
    public async Task Should_wake_the_owner_for_who_has_nothing_of_a_call_without_asking()
    {
        var owners = CreateTestProbe();
        Keep(CallData.ActiveGroup());
        await ResumeAsync("dave", 30, owners);
        await owners.ExpectMsgAsync(new WakeCall(CallData.Room));
    }

    [Fact]
    public async Task Should_wake_the_owner_of_a_call_whose_end_the_room_was_not_told()
    {
        var owners = CreateTestProbe();
        Keep(CallData.Ended());
        Assert.Empty(await ResumeAsync("bob", 71, owners));
        await owners.ExpectMsgAsync(new WakeCall(CallData.Room));
    }

    [Fact]
    public async Task Should_tell_the_owner_of_a_call_that_a_user_was_signed_out()
    {
        var owners = CreateTestProbe();
        new LiveCalls(_store.Calls, Time, () => owners).SignOut(CallData.Bob.User, CallData.Id);
        await owners.ExpectMsgAsync(new SignOutOfCall(CallData.Room, CallData.Id, CallData.Bob.User));
    }

    [Fact]
    public async Task Should_tell_the_owner_of_a_call_that_a_user_for_whom_it_rings_has_got_busy()
    {
        var owners = CreateTestProbe();
        new LiveCalls(_store.Calls, Time, () => owners).StopRinging(CallData.Bob.User, CallData.Id, RingOutcome.Busy);
        await owners.ExpectMsgAsync(new StopRinging(CallData.Room, CallData.Id, CallData.Bob.User, RingOutcome.Busy));
    }

    private void Keep(Call call) => _store.Keep(
        new StoredCall(call.Id, call.Room, true, call.StartedAt, StoredCalls.Encode(call, CallData.At(10))),
        [new UserId("alice"), new UserId("bob"), new UserId("carol"), new UserId("dave")]);

    private Task<IReadOnlyList<ResumedCall>> ResumeAsync(string user, double seconds, IActorRef? owners = null)
    {
        Advance(TimeSpan.FromSeconds(seconds));
        return new LiveCalls(_store.Calls, Time, () => owners ?? ActorRefs.Nobody).ResumeAsync(new UserId(user), 16, CancellationToken.None);
    }
}
