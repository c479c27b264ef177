using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Sessions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

/// <summary>Two owners of one room's calls: the node of the first stood still, or was lost, and another node has taken over.</summary>
public sealed class CallActorTakeoverSpecs(ITestOutputHelper output) : CallSpec(output)
{
    [Fact]
    public async Task Should_not_end_the_call_that_another_owner_goes_on_with()
    {
        var paused = NewOwner();
        var (alice, call) = await StartAsync(paused);
        await SettleAsync(paused);
        var owner = await TakeOverAsync();
        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallAcceptRequest(call));
        await ExpectAsync(bob.Connection, "call.joined");

        // It wakes: for all it knows, it has rung for 45 s.
        await AdvanceAsync(paused, 45);
        await SettleAsync(owner);

        Assert.Equal(CallState.Active, StoredCalls.Decode(Store.Kept!.State)!.Call.State);
        Assert.DoesNotContain(ToldRooms, m => m is RecordCall);
        Assert.DoesNotContain(Drain(alice), text => text.Contains("call.ended", StringComparison.Ordinal));
        Assert.DoesNotContain(ToldUsers, m => m is ReleaseUser);
    }

    [Fact]
    public async Task Should_give_way_to_another_owner_and_look_later_whether_it_still_is_there()
    {
        var paused = NewOwner();
        var (alice, call) = await StartAsync(paused);
        await SettleAsync(paused);
        await TakeOverAsync();
        await Calls.ExpectNoMsgAsync(TimeSpan.Zero);

        Send(paused, alice, new CallCancelRequest(call));
        await Shard.ExpectMsgAsync<Passivate>();
        Send(paused, alice, new CallCancelRequest(call));

        await ExpectErrorAsync(alice.Connection, "unavailable");
        await AdvanceAsync(paused, 5);
        Assert.Equal(CallData.Room, (await Calls.ExpectMsgAsync<WakeCall>()).Room);
    }

    [Fact]
    public async Task Should_load_the_call_again_if_the_owner_before_saved_it_a_moment_after_it_was_loaded()
    {
        var before = NewOwner();
        var (_, call) = await StartAsync(before);
        await SettleAsync(before);
        Store.Hold = true;
        var owner = await TakeOverAsync();
        var first = Store.Saved<SaveCall>()[^1];
        var bob = NewPerson(CallData.Bob);
        Send(before, bob, new CallAcceptRequest(call));
        await SettleAsync(before);
        Store.Commit(Store.Saved<SaveCall>()[^1]);

        Store.Commit(first);

        await Shard.ExpectMsgAsync<Passivate>();
        await Calls.ExpectMsgAsync<WakeCall>();
        Assert.Equal(CallState.Active, StoredCalls.Decode(Store.Kept!.State)!.Call.State);
        Store.Hold = false;
        await owner.GracefulStop(Patient.Wait);
        Send(await TakeOverAsync(), bob, new CallMediaRequest(call, true, true, true));
        await this.EventuallyAsync(() => Assert.True(StoredCalls.Decode(Store.Kept!.State)!.Call.SeatOf(CallData.Bob.User)!.Media.Screen));
    }

    [Fact]
    public async Task Should_have_the_next_owner_go_on_at_once_when_its_shard_moves()
    {
        var owner = NewOwner();
        await TalkAsync(owner);
        await owner.GracefulStop(Patient.Wait);
        Assert.Equal(CallData.Room, (await Calls.ExpectMsgAsync<WakeCall>()).Room);
    }

    [Fact]
    public async Task Should_tell_the_caller_of_an_answer_that_the_owner_before_could_only_store()
    {
        var lost = NewOwner();
        var (alice, call) = await StartAsync(lost);
        await SettleAsync(lost);
        Store.Silent = true;
        var bob = NewPerson(CallData.Bob);
        Send(lost, bob, new CallAcceptRequest(call));
        await SettleAsync(lost);
        Assert.DoesNotContain(Drain(alice), text => text.Contains("participant-joined", StringComparison.Ordinal));
        Store.Silent = false;

        await TakeOverAsync();

        Assert.Equal("bob/laptop", (await ExpectAsync(alice.Connection, "call.participant-joined")).GetProperty("participant").GetString());
    }

    [Fact]
    public async Task Should_tell_everybody_of_an_end_that_the_owner_before_could_only_store()
    {
        var lost = NewOwner();
        var (alice, bob, call) = await TalkAsync(lost);
        Store.Silent = true;
        Send(lost, alice, new CallLeaveRequest(call));
        await SettleAsync(lost);
        Assert.DoesNotContain(Drain(bob), text => text.Contains("call.ended", StringComparison.Ordinal));
        Store.Silent = false;
        ToldUsers.Clear();

        await TakeOverAsync();

        Assert.Equal("hangup", (await ToDevicesAsync(CallData.Bob, "call.ended")).Data.GetProperty("reason").GetString());
        await this.EventuallyAsync(() => Assert.Contains(ToldUsers, m => m is ReleaseUser r && r.User == CallData.Bob.User && r.Call == call));
        await this.EventuallyAsync(() => Assert.Equal("hangup", Assert.Single(ToldRooms.OfType<RecordCall>()).Outcome));
    }

    [Fact]
    public async Task Should_tell_the_room_of_the_end_only_once_it_is_stored()
    {
        var owner = NewOwner();
        var (_, bob, call) = await TalkAsync(owner);
        Store.Hold = true;
        Send(owner, bob, new CallLeaveRequest(call));
        await SettleAsync(owner);
        Assert.DoesNotContain(ToldRooms, m => m is RecordCall);

        Store.Commit(Store.Saved<SaveCall>()[^1]);

        await this.EventuallyAsync(() => Assert.Contains(ToldRooms, m => m is RecordCall { Outcome: "hangup" }));
    }

    [Fact]
    public async Task Should_let_go_whoever_asks_for_a_call_that_was_never_kept_and_nobody_else()
    {
        var owner = NewOwner();
        owner.Tell(new WakeCall(CallData.Room, CallData.Id, CallData.Bob.User), ActorRefs.NoSender);
        await this.EventuallyAsync(() => Assert.Contains(new ReleaseUser(CallData.Bob.User, CallData.Id), ToldUsers));
        Assert.Contains(ToldUsers, m => m is TellUser { Envelope: var told } && told.ToString().Contains("call.ended", StringComparison.Ordinal));

        var (_, call) = await StartAsync(owner);
        await SettleAsync(owner);
        ToldUsers.Clear();
        owner.Tell(new WakeCall(CallData.Room, call, CallData.Bob.User), ActorRefs.NoSender);
        await SettleAsync(owner);
        Assert.DoesNotContain(ToldUsers, m => m is ReleaseUser);
    }

    [Fact]
    public async Task Should_let_go_whoever_was_not_told_that_a_call_which_goes_on_rings_for_them_no_more()
    {
        var owner = NewOwner();
        var (_, _, call) = await TalkAsync(owner);
        await SettleAsync(owner);
        ToldUsers.Clear();

        owner.Tell(new WakeCall(CallData.Room, call, CallData.Carol.User), ActorRefs.NoSender);

        await this.EventuallyAsync(() => Assert.Contains(new ReleaseUser(CallData.Carol.User, call), ToldUsers));
        Assert.Contains(ToldUsers, m => m is TellUser { Envelope: var told } && told.ToString().Contains("call.ended", StringComparison.Ordinal));
    }

    private async Task<IActorRef> TakeOverAsync()
    {
        var owner = NewOwner();
        owner.Tell(new WakeCall(CallData.Room), ActorRefs.NoSender);
        await AdvanceAsync(owner, 0.001);
        return owner;
    }

    private static List<string> Drain(Person person)
    {
        var texts = new List<string>();
        while (person.Connection.HasMessages)
            texts.Add(person.Connection.ReceiveOne(TimeSpan.Zero).ToString()!);
        return texts;
    }
}
