using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Owner;

/// <summary>A user who gets busy while calls ring for them: it is as if those had begun to ring a moment later.</summary>
public sealed class UserActorBusySpecs(ITestOutputHelper output) : UserSpec(output)
{
    private static readonly UserCall A = UserData.Call("a");
    private static readonly UserCall B = UserData.Call("b");
    private static readonly UserCall C = UserData.Call("c");

    [Fact]
    public async Task Should_tell_all_other_calls_that_ring_that_the_user_is_busy_once_they_are_in_one()
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        foreach (var call in (UserCall[])[A, B, C])
            Assert.Equal(RingOutcome.Ringing, await RingAsync(user, call, At(45)));

        await GoInAsync(user, A);

        Assert.Equal([(Alice, B.Id, RingOutcome.Busy), (Alice, C.Id, RingOutcome.Busy)], LiveCalls.Stopped.OrderBy(s => s.Call.Value));
    }

    [Fact]
    public async Task Should_list_only_the_call_the_user_is_in_for_a_device_that_connects_later()
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        await RingAsync(user, B, At(45));
        await GoInAsync(user, A);
        Assert.Equal(A.View.ToString(), Assert.Single(await CallsAsync(user, "s2")).ToString());
        Assert.Equal(RingOutcome.Busy, await RingAsync(user, B, At(45)));
    }

    [Fact]
    public async Task Should_ring_on_while_the_user_is_only_about_to_enter_another_call()
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        await RingAsync(user, B, At(45));
        Assert.True(await EnterAsync(user, A));
        user.Tell(new ReleaseUser(Alice, A.Id));
        Assert.Equal(B.View.ToString(), Assert.Single(await CallsAsync(user, "s2")).ToString());
        Assert.Empty(LiveCalls.Stopped);
    }

    [Fact]
    public async Task Should_ring_on_where_the_other_call_was_over_before_the_user_was_in_it()
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        await RingAsync(user, B, At(45));
        user.Tell(new ReserveUser(Alice, A with { State = CallState.Ended }));
        Assert.Equal(B.View.ToString(), Assert.Single(await CallsAsync(user, "s2")).ToString());
        Assert.Empty(LiveCalls.Stopped);
    }

    [Fact]
    public async Task Should_silence_what_rings_for_an_invisible_user_without_telling_its_caller()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await ChooseAsync(user, laptop, ChosenStatus.Invisible);
        Assert.Equal(RingOutcome.Offline, await RingAsync(user, B, At(45)));
        await GoInAsync(user, A);
        Assert.Equal((Alice, B.Id, RingOutcome.Silenced), Assert.Single(LiveCalls.Stopped));
        Assert.Equal(A.View.ToString(), Assert.Single(await CallsAsync(user, "s2")).ToString());
    }

    [Fact]
    public async Task Should_stop_everything_that_rings_once_the_user_chooses_to_be_busy()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await RingAsync(user, A, At(45));
        await RingAsync(user, B, At(45));

        await ChooseAsync(user, laptop, ChosenStatus.Busy);

        Assert.Equal([(Alice, A.Id, RingOutcome.Busy), (Alice, B.Id, RingOutcome.Busy)], LiveCalls.Stopped.OrderBy(s => s.Call.Value));
        Assert.Empty(await CallsAsync(user, "s2"));
        Assert.Equal(RingOutcome.Busy, await RingAsync(user, A, At(45)));
    }

    [Fact]
    public async Task Should_tell_callers_that_an_invisible_user_is_busy_once_they_show_themselves_as_busy()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await ChooseAsync(user, laptop, ChosenStatus.Invisible);
        await RingAsync(user, A, At(45));
        await ChooseAsync(user, laptop, ChosenStatus.Busy);
        Assert.Equal((Alice, A.Id, RingOutcome.Busy), Assert.Single(LiveCalls.Stopped));
    }

    [Theory]
    [InlineData(ChosenStatus.Online)]
    [InlineData(ChosenStatus.Away)]
    [InlineData(ChosenStatus.Invisible)]
    internal async Task Should_ring_on_whatever_else_the_user_chooses(ChosenStatus status)
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await RingAsync(user, A, At(45));
        await ChooseAsync(user, laptop, status);
        Assert.Empty(LiveCalls.Stopped);
        Assert.Single(await CallsAsync(user, "s2"));
    }

    [Fact]
    public async Task Should_not_take_a_user_who_chooses_to_be_busy_out_of_their_call()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await GoInAsync(user, A);
        await ChooseAsync(user, laptop, ChosenStatus.Busy);
        Assert.Empty(LiveCalls.Stopped);
        Assert.Equal(A.View.ToString(), Assert.Single(await CallsAsync(user, "s2")).ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_not_ring_after_a_restart_for_who_is_in_another_call(bool ringsFirst)
    {
        ResumedCall[] calls = [new(B, At(45)), new(A with { State = CallState.Active }, null)];
        LiveCalls.Calls.AddRange(ringsFirst ? calls : calls.Reverse());
        var user = NewUser();
        Assert.Equal(A.View.ToString(), Assert.Single(await CallsAsync(user, "s1")).ToString());
        Assert.Equal((Alice, B.Id, RingOutcome.Busy), Assert.Single(LiveCalls.Stopped));
    }

    [Fact]
    public async Task Should_not_ring_after_a_restart_for_who_chose_to_be_busy()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await ChooseAsync(user, laptop, ChosenStatus.Busy);
        await EndAsync(user);

        LiveCalls.Calls.Add(new ResumedCall(A, At(45)));
        Assert.Empty(await CallsAsync(NewUser(), "s2"));
        Assert.Equal((Alice, A.Id, RingOutcome.Busy), Assert.Single(LiveCalls.Stopped));
    }

    private async Task GoInAsync(IActorRef user, UserCall call)
    {
        Assert.True(await EnterAsync(user, call));
        user.Tell(new ReserveUser(Alice, call));
        await ReportAsync(user);
    }

    private async Task ChooseAsync(IActorRef user, TestProbe connection, ChosenStatus status)
    {
        user.Tell(new SetStatus(Alice, "Alice", new StatusChoice(status), null), connection);
        await connection.FishForMessageAsync<EncodedEnvelope>(e => e.ToString().Contains("status.ok", StringComparison.Ordinal));
        await ReportAsync(user);
    }

    private async Task EndAsync(IActorRef user)
    {
        await WatchAsync(user);
        Sys.Stop(user);
        await ExpectTerminatedAsync(user);
    }
}
