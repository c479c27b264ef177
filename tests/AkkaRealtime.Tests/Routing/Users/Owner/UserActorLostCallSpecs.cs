using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Owner;

/// <summary>Calls whose owner is not heard of: its node was lost, or it moved.</summary>
public sealed class UserActorLostCallSpecs(ITestOutputHelper output) : UserSpec(output)
{
    private static readonly UserCall A = UserData.Call("a", CallState.Active);
    private static readonly UserCall B = UserData.Call("b");

    [Fact]
    public async Task Should_wake_its_calls_when_a_node_is_lost_and_once_more_soon_after()
    {
        var user = NewUser();
        await RingAsync(user, B, At(45));
        await EnterAsync(user, A);

        user.Tell(new RelayGone(Address.Parse("akka.tcp://akkarealtime@127.0.0.1:4101")));
        await SeenAsync(user);
        Assert.Equal([A.Id, B.Id], LiveCalls.Woken.Order(Comparer<CallId>.Create((x, y) => string.CompareOrdinal(x.Value, y.Value))));
        LiveCalls.Woken.Clear();

        Advance(UserCalls.AfterALoss);
        await SeenAsync(user);
        Assert.Equal(2, LiveCalls.Woken.Count);
    }

    [Fact]
    public async Task Should_ask_soon_whether_a_call_still_rings_that_it_found_in_the_store()
    {
        LiveCalls.Calls.Add(new ResumedCall(B, At(45)));
        var user = NewUser();
        await SeenAsync(user);
        Assert.Empty(LiveCalls.Woken);

        Advance(UserCalls.AfterALoss);
        await SeenAsync(user);

        Assert.Equal(B.Id, Assert.Single(LiveCalls.Woken));
    }

    [Fact]
    public async Task Should_wake_a_call_that_has_not_been_renewed_for_long_and_no_other()
    {
        var user = NewUser();
        await EnterAsync(user, A);
        Advance(TimeSpan.FromSeconds(20));
        user.Tell(new ReserveUser(Alice, A));
        await SeenAsync(user);
        Advance(TimeSpan.FromSeconds(24));
        await SeenAsync(user);
        Assert.Empty(LiveCalls.Woken);

        Advance(TimeSpan.FromSeconds(1));
        await SeenAsync(user);

        Assert.Equal(A.Id, Assert.Single(LiveCalls.Woken));
    }

    [Fact]
    public async Task Should_tell_its_devices_when_a_call_cannot_be_reached_any_more()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1");
        await EnterAsync(user, A);
        Assert.True((await SeenAsync(user)).InCall);

        Advance(UserCalls.Lease);
        await SeenAsync(user);

        Assert.Contains("call.ended", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString(), StringComparison.Ordinal);
        Assert.Null((await SeenAsync(user)).InCall);
    }
}
