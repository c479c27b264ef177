using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Sessions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Owner;

public sealed class UserActorCallSpecs(ITestOutputHelper output) : UserSpec(output)
{
    private static readonly UserCall A = UserData.Call("a");
    private static readonly UserCall B = UserData.Call("b");

    [Fact]
    public async Task Should_ring_every_connection_with_call_incoming()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        var phone = await ConnectAsync(user, "s2", "phone");

        Assert.Equal(RingOutcome.Ringing, await RingAsync(user, A, At(45)));

        var frame = (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString();
        Assert.Equal(UserData.Incoming("a").ToString(), frame);
        Assert.Equal(frame, (await phone.ExpectMsgAsync<EncodedEnvelope>()).ToString());
    }

    [Fact]
    public async Task Should_not_ring_a_second_time_when_the_lease_is_renewed()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await RingAsync(user, A, At(45));
        await laptop.ExpectMsgAsync<EncodedEnvelope>();
        Assert.Equal(RingOutcome.Ringing, await RingAsync(user, A, At(45)));
        Assert.False(laptop.HasMessages);
    }

    [Fact]
    public async Task Should_list_a_ringing_call_for_a_device_that_connects_late_and_say_that_it_rings_now()
    {
        var user = NewUser();
        var ringer = CreateTestProbe();
        Assert.Equal(RingOutcome.Offline, await RingAsync(user, A, At(45), ringer));

        var calls = await CallsAsync(user, "s1");

        var listed = Assert.Single(calls);
        Assert.Equal(A.View.ToString(), listed.ToString());
        await ringer.ExpectMsgAsync(new RingAnswer(A.Id, Alice, RingOutcome.Ringing));
    }

    [Fact]
    public async Task Should_list_the_calls_that_go_on_after_a_restart()
    {
        LiveCalls.Calls.Add(new ResumedCall(A with { State = CallState.Active }, null));
        var user = NewUser();
        Assert.Equal(A.View.ToString(), Assert.Single(await CallsAsync(user, "s1")).ToString());
        Assert.True((await SeenAsync(user)).InCall);
        Assert.Equal(RingOutcome.Busy, await RingAsync(user, B, At(45)));
    }

    [Fact]
    public async Task Should_go_on_ringing_after_a_restart_until_the_ring_is_over()
    {
        LiveCalls.Calls.Add(new ResumedCall(A, At(45)));
        var user = NewUser();
        Assert.Equal(A.View.ToString(), Assert.Single(await CallsAsync(user, "s1")).ToString());
        Advance(TimeSpan.FromSeconds(45));
        Assert.Empty(await CallsAsync(user, "s2"));
    }

    [Fact]
    public async Task Should_never_list_a_ring_that_is_over()
    {
        var user = NewUser();
        await RingAsync(user, A, At(45));
        Advance(TimeSpan.FromSeconds(45));
        Assert.Empty(await CallsAsync(user, "s1"));
    }

    [Fact]
    public async Task Should_forget_a_call_that_is_not_renewed_for_sixty_seconds()
    {
        var user = NewUser();
        await FollowAsync(user);
        await ConnectAsync(user, "s1");
        await PublishedAsync();
        user.Tell(new ReserveUser(Alice, A with { State = CallState.Active }));
        Assert.Equal(new StatusView(Alice, "busy", InCall: true), (await PublishedAsync()).Seen);

        Advance(TimeSpan.FromSeconds(59));
        Assert.Single(await CallsAsync(user, "s2"));
        Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new StatusView(Alice, "online"), (await PublishedAsync()).Seen);
        Assert.Empty(await CallsAsync(user, "s3"));
    }

    [Fact]
    public async Task Should_keep_a_call_that_is_renewed()
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        for (var i = 0; i < 10; i++)
        {
            user.Tell(new ReserveUser(Alice, A with { State = CallState.Active }));
            await ReportAsync(user);
            Advance(TimeSpan.FromSeconds(20));
        }

        Assert.True((await SeenAsync(user)).InCall);
    }

    [Fact]
    public async Task Should_answer_busy_in_another_call_and_ring_nothing()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        Assert.True(await EnterAsync(user, A));
        Assert.Equal(RingOutcome.Busy, await RingAsync(user, B, At(45)));
        Assert.False(laptop.HasMessages);
        Assert.Equal(A.View.ToString(), Assert.Single(await CallsAsync(user, "s2")).ToString());
    }

    [Fact]
    public async Task Should_answer_busy_by_choice_and_ring_nothing()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        user.Tell(new SetStatus(Alice, "Alice", new StatusChoice(ChosenStatus.Busy), null), laptop);
        await laptop.ExpectMsgAsync<EncodedEnvelope>();
        Assert.Equal(RingOutcome.Busy, await RingAsync(user, A, At(45)));
        Assert.False(laptop.HasMessages);
    }

    [Fact]
    public async Task Should_let_the_user_into_one_call_only()
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        Assert.True(await EnterAsync(user, A));
        Assert.False(await EnterAsync(user, B));
        Assert.True(await EnterAsync(user, A));
        user.Tell(new ReleaseUser(Alice, A.Id));
        Assert.True(await EnterAsync(user, B));
    }

    [Fact]
    public async Task Should_let_the_user_into_a_call_that_rings()
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        await RingAsync(user, A, At(45));
        await RingAsync(user, B, At(45));
        Assert.True(await EnterAsync(user, B));
    }

    [Fact]
    public async Task Should_ring_the_devices_of_an_invisible_user_but_answer_as_for_one_who_is_offline()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        user.Tell(new SetStatus(Alice, "Alice", new StatusChoice(ChosenStatus.Invisible), null), laptop);
        await laptop.ExpectMsgAsync<VisibilityChanged>();
        await laptop.ExpectMsgAsync<EncodedEnvelope>();
        var ringer = CreateTestProbe();

        Assert.Equal(RingOutcome.Offline, await RingAsync(user, A, At(45), ringer));

        Assert.Contains("call.incoming", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString(), StringComparison.Ordinal);
        await ConnectAsync(user, "s2", "phone");
        Assert.False(ringer.HasMessages);
        Assert.True(await EnterAsync(user, A));
        Assert.Equal(RingOutcome.Offline, await RingAsync(user, B, At(45), ringer));
        Assert.Equal(A.View.ToString(), Assert.Single(await CallsAsync(user, "s3")).ToString());
    }
}
