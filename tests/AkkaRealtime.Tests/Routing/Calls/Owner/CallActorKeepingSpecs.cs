using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Storage;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

public sealed class CallActorKeepingSpecs(ITestOutputHelper output) : CallSpec(output)
{
    [Fact]
    public async Task Should_go_on_after_a_crash_and_tell_only_who_is_there()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        Store.ThrowOnce = new InvalidOperationException("A bug.");
        Send(owner, bob, new CallMediaRequest(call, false, false, false));
        await SettleAsync(owner);
        await AdvanceAsync(owner, 40);
        Assert.Equal("bob/laptop", (await ExpectAsync(alice.Connection, "call.participant-joined")).GetProperty("participant").GetString());
        Assert.Equal("alice/laptop", (await ExpectAsync(bob.Connection, "call.participant-joined")).GetProperty("participant").GetString());
        Send(owner, bob, new CallMediaRequest(call, true, true, true));
        Assert.True((await ExpectAsync(alice.Connection, "call.media")).GetProperty("screen").GetBoolean());
        await bob.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_keep_everybodys_place_for_30_seconds_after_the_node_was_lost()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        await owner.GracefulStop(Patient.Wait);
        await alice.Connection.GracefulStop(Patient.Wait);
        await bob.Connection.GracefulStop(Patient.Wait);
        var later = NewOwner();
        later.Tell(new WakeCall(CallData.Room), ActorRefs.NoSender);
        await AdvanceAsync(later, 29);
        var back = NewPerson(CallData.Person("alice", tab: 2));
        Send(later, back, new CallJoinRequest(call));
        Assert.Equal(2, (await ExpectAsync(back.Connection, "call.joined")).GetProperty("call").GetProperty("participants").GetArrayLength());
        await AdvanceAsync(later, 1);
        Assert.Equal("failed", (await ExpectAsync(back.Connection, "call.ended")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Should_tell_the_room_of_the_end_only_after_the_journal_has_it()
    {
        var owner = NewOwner();
        var (_, bob, call) = await TalkAsync(owner);
        Store.Silent = true;
        Send(owner, bob, new CallMediaRequest(call, false, false, false));
        Send(owner, bob, new CallLeaveRequest(call));
        await SettleAsync(owner);
        Assert.DoesNotContain(ToldRooms, m => m is RecordCall);

        Store.Silent = false;
        owner.Tell(new Saved(Store.Saved<SaveCall>()[^1]), ActorRefs.NoSender);
        await SettleAsync(owner);
        Assert.Contains(ToldRooms, m => m is RecordCall { Outcome: "hangup" });
    }

    [Fact]
    public async Task Should_go_on_after_a_save_whose_answer_was_lost()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        Store.Silent = true;
        Send(owner, bob, new CallMediaRequest(call, false, false, false));
        await SettleAsync(owner);
        Store.Silent = false;
        owner.Tell(new SaveFailed(Store.Saved<SaveCall>()[^1]), ActorRefs.NoSender);

        await AdvanceAsync(owner, 1);
        Send(owner, bob, new CallMediaRequest(call, true, true, true));

        await alice.Connection.FishForMessageAsync(m => m is EncodedEnvelope envelope && envelope.ToString().Contains("\"screen\":true", StringComparison.Ordinal));
        Assert.False(Shard.HasMessages);
    }

    [Fact]
    public async Task Should_tell_users_again_when_it_starts_anew()
    {
        var owner = NewOwner();
        await StartAsync(owner);
        await owner.GracefulStop(Patient.Wait);
        ToldUsers.Clear();
        var later = NewOwner();
        later.Tell(new WakeCall(CallData.Room), ActorRefs.NoSender);
        await AdvanceAsync(later, 0.001);
        Assert.Contains(ToldUsers, m => m is ReserveUser h && h.User == CallData.Alice.User);
        Assert.Contains(ToldUsers, m => m is RingUser r && r.User == CallData.Bob.User && r.ExpiresAt == CallData.At(45));
    }

    [Fact]
    public async Task Should_end_a_call_that_rang_too_long_while_there_was_no_owner()
    {
        var owner = NewOwner();
        await StartAsync(owner);
        await owner.GracefulStop(Patient.Wait);
        Time.Advance(TimeSpan.FromSeconds(50));
        var later = NewOwner();
        later.Tell(new WakeCall(CallData.Room), ActorRefs.NoSender);
        await ToDevicesAsync(CallData.Bob, "call.missed");
        await SettleAsync(later);
        Assert.Equal("timeout", ToldRooms.OfType<RecordCall>().Last().Outcome);
    }

    [Fact]
    public async Task Should_record_the_outcome_once()
    {
        var owner = NewOwner();
        var (_, bob, call) = await TalkAsync(owner);
        await AdvanceAsync(owner, 12);
        Send(owner, bob, new CallLeaveRequest(call));
        await ExpectAsync(bob.Connection, "call.ok");
        await AdvanceAsync(owner, 30);
        Assert.Equal(
            new RecordCall(CallData.Room, CallData.Alice.User, call, "hangup", 12_000, "video"),
            Assert.Single(ToldRooms.OfType<RecordCall>()));
        Assert.False(Store.Kept!.Live);
    }

    [Fact]
    public async Task Should_record_again_until_it_stands_in_the_log()
    {
        RoomsRecord = false;
        var owner = NewOwner();
        var (_, bob, call) = await TalkAsync(owner);
        Send(owner, bob, new CallLeaveRequest(call));
        await ExpectAsync(bob.Connection, "call.ok");
        await AdvanceAsync(owner, 5);
        await AdvanceAsync(owner, 5);
        Assert.Equal(3, ToldRooms.OfType<RecordCall>().Count());
        Assert.True(Store.Kept!.Live);
        owner.Tell(new CallRecorded(call), ActorRefs.NoSender);
        await AdvanceAsync(owner, 10);
        Assert.Equal(3, ToldRooms.OfType<RecordCall>().Count());
        Assert.False(Store.Kept!.Live);
    }

    [Fact]
    public async Task Should_record_what_an_owner_before_could_not()
    {
        RoomsRecord = false;
        var owner = NewOwner();
        var (_, bob, call) = await TalkAsync(owner);
        Send(owner, bob, new CallLeaveRequest(call));
        await ExpectAsync(bob.Connection, "call.ok");
        await SettleAsync(owner);
        await owner.GracefulStop(Patient.Wait);
        RoomsRecord = true;
        ToldRooms.Clear();
        var later = NewOwner();
        await SettleAsync(later);
        await this.EventuallyAsync(() => Assert.Equal("hangup", Assert.Single(ToldRooms.OfType<RecordCall>()).Outcome));
        await this.EventuallyAsync(() => Assert.False(Store.Kept!.Live));
    }

    [Fact]
    public async Task Should_let_the_next_call_wait_until_the_last_one_is_in_the_log()
    {
        RoomsRecord = false;
        var owner = NewOwner();
        var (_, bob, call) = await TalkAsync(owner);
        Send(owner, bob, new CallLeaveRequest(call));
        await ExpectAsync(bob.Connection, "call.ok");
        await ExpectAsync(bob.Connection, "call.ended");
        Send(owner, bob, new CallStartRequest(CallData.Room, null, "video", "next"));
        await SettleAsync(owner);
        await bob.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        owner.Tell(new CallRecorded(call), ActorRefs.NoSender);
        await ExpectAsync(bob.Connection, "call.started");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_keep_the_newest_state_once_the_store_takes_it_again(bool full)
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        (Store.Full, Store.Failing) = (full, !full);
        Send(owner, bob, new CallMediaRequest(call, false, false, false));
        await ExpectAsync(alice.Connection, "call.media");
        await SettleAsync(owner);
        (Store.Full, Store.Failing) = (false, false);
        await AdvanceAsync(owner, 1);
        Assert.Equal(new MediaState(false, false, false), StoredCalls.Decode(Store.Kept!.State)!.Call.SeatOf(CallData.Bob.User)?.Media);
    }

    [Fact]
    public async Task Should_hand_over_what_waits_to_be_kept_when_it_stops()
    {
        Store.Silent = true;
        var owner = NewOwner();
        var (_, call) = await StartAsync(owner);
        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallAcceptRequest(call));
        await SettleAsync(owner);
        Assert.Equal(CallState.Ringing, StoredCalls.Decode(Store.Kept!.State)!.Call.State);
        await owner.GracefulStop(Patient.Wait);
        Assert.Equal(CallState.Active, StoredCalls.Decode(Store.Kept!.State)!.Call.State);
        await ExpectAsync(bob.Connection, "call.joined");
    }

    [Fact]
    public async Task Should_keep_the_call_for_everybody_it_rang_for()
    {
        var owner = NewOwner();
        await StartAsync(owner);
        await SettleAsync(owner);
        Assert.Equal([CallData.Alice.User, CallData.Bob.User], Store.Saved<SaveCall>()[^1].Users);
    }

    [Fact]
    public async Task Should_answer_when_the_store_has_said_what_it_holds()
    {
        var gate = new TaskCompletionSource();
        Store.Gate = gate.Task;
        var owner = NewOwner();
        var alice = NewPerson(CallData.Alice);
        Send(owner, alice, new CallStartRequest(CallData.Room, null, "video", "key"));
        await SettleAsync(owner);
        await alice.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        gate.SetResult();
        await ExpectAsync(alice.Connection, "call.started");
    }

    [Fact]
    public async Task Should_be_unavailable_while_the_store_is_and_then_go_on()
    {
        Store.Gate = Task.FromException(new StoreUnavailableException("Down."));
        var owner = NewOwner();
        var alice = NewPerson(CallData.Alice);
        await SettleAsync(owner);
        Send(owner, alice, new CallStartRequest(CallData.Room, null, "video", "key"));
        await AdvanceAsync(owner, 1);
        await ExpectErrorAsync(alice.Connection, "unavailable");
        Store.Gate = Task.CompletedTask;
        await AdvanceAsync(owner, 1);
        Send(owner, alice, new CallStartRequest(CallData.Room, null, "video", "key"));
        await ExpectAsync(alice.Connection, "call.started");
    }

    [Fact]
    public async Task Should_end_itself_a_minute_after_the_last_call()
    {
        var owner = NewOwner();
        var (_, bob, call) = await TalkAsync(owner);
        await AdvanceAsync(owner, 600);
        Send(owner, bob, new CallLeaveRequest(call));
        await ExpectAsync(bob.Connection, "call.ok");
        await AdvanceAsync(owner, 59);
        await Shard.ExpectNoMsgAsync(TimeSpan.Zero);
        await AdvanceAsync(owner, 1);
        await Shard.ExpectMsgAsync<Passivate>();
    }

    [Fact]
    public async Task Should_end_itself_a_minute_after_nobody_has_answered()
    {
        var owner = NewOwner();
        var (alice, _) = await StartAsync(owner);
        await AdvanceAsync(owner, 45);
        Assert.Equal("timeout", (await ExpectAsync(alice.Connection, "call.ended")).GetProperty("reason").GetString());
        await AdvanceAsync(owner, 59);
        await Shard.ExpectNoMsgAsync(TimeSpan.Zero);
        await AdvanceAsync(owner, 1);
        await Shard.ExpectMsgAsync<Passivate>();
    }

    [Fact]
    public async Task Should_end_itself_soon_where_there_is_no_call()
    {
        var owner = NewOwner();
        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallAcceptRequest(CallData.Id));
        await ExpectErrorAsync(bob.Connection, "not-found");
        await AdvanceAsync(owner, 5);
        await Shard.ExpectMsgAsync<Passivate>();
    }
}
