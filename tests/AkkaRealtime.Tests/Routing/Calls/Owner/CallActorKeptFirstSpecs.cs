using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Storage;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

/// <summary>What a crash must not take back is told once the store has it.</summary>
public sealed class CallActorKeptFirstSpecs(ITestOutputHelper output) : CallSpec(output)
{
    [Fact]
    public async Task Should_ring_without_waiting_for_the_store()
    {
        Store.Silent = true;
        var owner = NewOwner();
        await StartAsync(owner);
        await ToUserAsync<RingUser>(CallData.Bob);
    }

    [Fact]
    public async Task Should_tell_who_came_in_only_once_it_is_kept()
    {
        var owner = NewOwner();
        var (alice, call) = await StartAsync(owner);
        await SettleAsync(owner);
        Store.Silent = true;
        ToldUsers.Clear();
        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallAcceptRequest(call));
        await SettleAsync(owner);
        Assert.Equal(CallState.Active, StoredCalls.Decode(Store.Kept!.State)!.Call.State);
        await bob.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        await alice.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.DoesNotContain(ToldUsers, m => m is TellUser);

        owner.Tell(new Saved(Store.Saved<SaveCall>()[^1]), ActorRefs.NoSender);
        await ExpectAsync(bob.Connection, "call.joined");
        await ExpectAsync(alice.Connection, "call.participant-joined");
        await ToDevicesAsync(CallData.Bob, "call.answered-elsewhere");
    }

    [Fact]
    public async Task Should_tell_the_end_only_once_it_is_kept()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        Store.Silent = true;
        ToldUsers.Clear();
        Send(owner, bob, new CallLeaveRequest(call));
        await SettleAsync(owner);
        await bob.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        await alice.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.DoesNotContain(ToldUsers, m => m is ReleaseUser);

        owner.Tell(new Saved(Store.Saved<SaveCall>()[^1]), ActorRefs.NoSender);
        await ExpectAsync(alice.Connection, "call.ended");
        await ExpectAsync(bob.Connection, "call.ok");
        await ExpectAsync(bob.Connection, "call.ended");
    }

    [Fact]
    public async Task Should_keep_the_order_of_what_waits_and_what_would_not_have_to()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        var tab = NewPerson(CallData.Person("bob", tab: 2));
        Store.Silent = true;
        Send(owner, tab, new CallJoinRequest(call));
        Send(owner, tab, new CallMediaRequest(call, false, false, false));
        await SettleAsync(owner);
        await alice.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        owner.Tell(new Saved(Store.Saved<SaveCall>()[^1]), ActorRefs.NoSender);
        Assert.Equal("reconnected", (await ExpectAsync(alice.Connection, "call.participant-joined")).GetProperty("reason").GetString());
        await ExpectAsync(alice.Connection, "call.media");
        await ExpectAsync(tab.Connection, "call.joined");
        await bob.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_not_let_a_call_hang_on_a_store_that_is_away(bool full)
    {
        var owner = NewOwner();
        var (_, call) = await StartAsync(owner);
        await SettleAsync(owner);
        (Store.Full, Store.Failing) = (full, !full);
        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallAcceptRequest(call));
        await AdvanceAsync(owner, 1.9);
        await bob.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        await AdvanceAsync(owner, 0.1);
        await ExpectAsync(bob.Connection, "call.joined");
    }

    [Fact]
    public async Task Should_go_on_after_a_crash_with_what_was_told()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        var kept = Store.Kept;
        Send(owner, bob, new CallLeaveRequest(call));
        await ExpectAsync(alice.Connection, "call.ended");
        Assert.NotSame(kept, Store.Kept);
        await owner.GracefulStop(Patient.Wait);
        var later = NewOwner();
        Send(later, bob, new CallJoinRequest(call));
        Assert.Contains((await ExpectAnyAsync(bob, "error")).GetProperty("code").GetString(), (string[])["conflict", "not-found"]);
    }

    [Fact]
    public async Task Should_tell_how_many_missed_calls_there_are_once_this_one_is_kept()
    {
        foreach (var minutes in (int[])[1, 2])
        {
            var (id, at) = (CallId.New(CallData.Room, CallData.At(-60 * minutes)), CallData.At(-60 * minutes));
            Store.Keep(new StoredCall(id, CallData.Room, false, at, ReadOnlyMemory<byte>.Empty), [CallData.Bob.User], missed: [CallData.Bob.User]);
        }

        var owner = NewOwner();
        await StartAsync(owner);
        await AdvanceAsync(owner, 45);
        Assert.Equal(3, (await ToDevicesAsync(CallData.Bob, "call.unseen")).Data.GetProperty("missed").GetInt32());
        Assert.Equal([CallData.Bob.User], Store.Saved<SaveCall>()[^1].Missed);
        await SettleAsync(owner);
        Assert.Single(ToldUsers.OfType<TellUser>(), t => t.Envelope.ToString().Contains("call.unseen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_tell_that_a_call_is_missed_no_more_once_its_user_has_joined_it()
    {
        MakeGroup(CallData.Alice, CallData.Bob, CallData.Carol);
        var owner = NewOwner();
        var (_, call) = await StartAsync(owner);
        var carol = NewPerson(CallData.Carol);
        Send(owner, carol, new CallAcceptRequest(call));
        await ExpectAsync(carol.Connection, "call.joined");
        await AdvanceAsync(owner, 45);
        var missed = (await ToDevicesAsync(CallData.Bob, "call.unseen")).Data;
        Assert.Equal(1, missed.GetProperty("missed").GetInt32());

        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallJoinRequest(call));
        await ExpectAsync(bob.Connection, "call.joined");
        var joined = (await ToDevicesAsync(CallData.Bob, "call.unseen")).Data;
        Assert.Equal(0, joined.GetProperty("missed").GetInt32());
        Assert.True(joined.GetProperty("revision").GetInt64() > missed.GetProperty("revision").GetInt64());
    }

    [Fact]
    public async Task Should_show_the_whole_room_who_is_in_and_for_whom_it_rings()
    {
        MakeGroup(CallData.Alice, CallData.Bob, CallData.Carol);
        var owner = NewOwner();
        var (_, call) = await StartAsync(owner);
        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallAcceptRequest(call));
        await ExpectAsync(bob.Connection, "call.joined");
        await SettleAsync(owner);
        var views = ToldRooms.OfType<TellRoom>().Select(t => DataOf(t.Envelope, "call.updated").GetProperty("call")).ToList();
        Assert.Equal(["ringing", "active"], views.Select(v => v.GetProperty("state").GetString()));
        Assert.Equal([2, 1], views.Select(v => v.GetProperty("ringing").GetArrayLength()));
        Assert.Equal([1, 2], views.Select(v => v.GetProperty("participants").GetArrayLength()));
    }

    [Fact]
    public async Task Should_limit_a_flood_of_reactions_and_go_on()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        for (var n = 0; n < 11; n++)
            Send(owner, bob, new CallReactionRequest(call, "🎉"));
        for (var n = 0; n < 10; n++)
            Assert.Equal("🎉", (await ExpectAsync(alice.Connection, "call.reaction")).GetProperty("emoji").GetString());
        await ExpectErrorAsync(bob.Connection, "rate-limited");
        await AdvanceAsync(owner, 0.5);
        Send(owner, bob, new CallReactionRequest(call, "👍"));
        Assert.Equal("👍", (await ExpectAsync(alice.Connection, "call.reaction")).GetProperty("emoji").GetString());
    }

    private static async Task<System.Text.Json.JsonElement> ExpectAnyAsync(Person person, string type)
    {
        for (; ; )
        {
            var envelope = await person.Connection.ExpectMsgAsync<EncodedEnvelope>();
            if (envelope.ToString().StartsWith($"{{\"type\":\"{type}\"", StringComparison.Ordinal))
                return DataOf(envelope, type);
        }
    }
}
