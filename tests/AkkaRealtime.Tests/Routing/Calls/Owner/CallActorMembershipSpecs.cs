using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Sessions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

/// <summary>While a call goes on, its owner has the room say who is not a member.</summary>
public sealed class CallActorMembershipSpecs(ITestOutputHelper output) : CallSpec(output)
{
    [Fact]
    public async Task Should_watch_who_is_in_it_or_rung_from_the_start_on_and_who_comes_in_later()
    {
        MakeGroup(CallData.Alice, CallData.Bob, CallData.Carol, CallData.Dave);
        Kind = "channel";
        var owner = NewOwner();
        var (_, call) = await StartAsync(owner);
        await SettleAsync(owner);
        Assert.Equal([CallData.Alice.User], Assert.Single(Watches()).Users);

        var dave = NewPerson(CallData.Dave);
        Send(owner, dave, new CallJoinRequest(call));
        await ExpectAsync(dave.Connection, "call.joined");
        await SettleAsync(owner);
        Assert.Equal([CallData.Alice.User, CallData.Dave.User], Watches()[1].Users);

        Send(owner, dave, new CallInviteRequest(call, [CallData.Bob.User]));
        await ExpectAsync(dave.Connection, "call.ok");
        await SettleAsync(owner);
        Assert.Equal([CallData.Alice.User, CallData.Dave.User, CallData.Bob.User], Watches()[2].Users);
    }

    [Fact]
    public async Task Should_renew_the_watch_every_ten_seconds_until_the_call_is_over()
    {
        var owner = NewOwner();
        var (_, bob, call) = await TalkAsync(owner);
        var before = Watches().Count;
        await AdvanceAsync(owner, 9);
        Assert.Equal(before, Watches().Count);
        await AdvanceAsync(owner, 1);
        await AdvanceAsync(owner, 10);
        Assert.Equal(before + 2, Watches().Count);
        Send(owner, bob, new CallLeaveRequest(call));
        await ExpectAsync(bob.Connection, "call.ok");
        await AdvanceAsync(owner, 30);
        Assert.Equal(before + 2, Watches().Count);
    }

    [Fact]
    public async Task Should_watch_again_as_soon_as_it_has_taken_the_call_over()
    {
        var owner = NewOwner();
        await StartAsync(owner);
        await owner.GracefulStop(Patient.Wait);
        ToldRooms.Clear();
        var later = NewOwner();
        later.Tell(new WakeCall(CallData.Room), ActorRefs.NoSender);
        await SettleAsync(later);
        Assert.Equal([CallData.Alice.User, CallData.Bob.User], Watches()[0].Users);
    }

    [Fact]
    public async Task Should_put_a_participant_out_who_is_no_member_any_more()
    {
        var (owner, alice, bob, call) = await GroupAsync();
        owner.Tell(new NotMembers(CallData.Room, [CallData.Bob.User]), Rooms);

        Assert.Equal("removed", (await ExpectAsync(alice.Connection, "call.participant-left")).GetProperty("reason").GetString());
        Assert.Equal("removed", (await ToDevicesAsync(CallData.Bob, "call.ended")).Data.GetProperty("reason").GetString());
        Members = [CallData.Alice.User, CallData.Carol.User];
        Send(owner, bob, new CallIceRequest(call));
        await ExpectErrorAsync(bob.Connection, "not-found");
        Send(owner, bob, new CallJoinRequest(call));
        await ExpectErrorAsync(bob.Connection, "not-found");
        Assert.Contains(ToldUsers, m => m is ReleaseUser r && r.User == CallData.Bob.User);
    }

    [Fact]
    public async Task Should_tell_who_becomes_a_member_that_a_call_goes_on()
    {
        var (owner, _, bob, call) = await GroupAsync();
        owner.Tell(new NewMembers(CallData.Room, [CallData.Person("erin").User]), Rooms);
        var (updated, _) = await ToDevicesAsync(CallData.Person("erin"), "call.updated");
        Assert.Equal((call.Value, 2), (updated.GetProperty("call").GetProperty("id").GetString(), updated.GetProperty("call").GetProperty("participants").GetArrayLength()));

        Moderators = [CallData.Bob.User];
        Send(owner, bob, new CallEndRequest(call));
        await ExpectAsync(bob.Connection, "call.ok");
        owner.Tell(new NewMembers(CallData.Room, [CallData.Person("frank").User]), Rooms);
        await SettleAsync(owner);
        Assert.DoesNotContain(ToldUsers, m => m is TellUser { User.Value: "frank" });
    }

    [Fact]
    public async Task Should_not_let_a_callee_accept_who_is_no_member_any_more()
    {
        var (owner, _, _, call) = await GroupAsync();
        owner.Tell(new NotMembers(CallData.Room, [CallData.Carol.User]), Rooms);
        Assert.Equal("removed", (await ToDevicesAsync(CallData.Carol, "call.ended")).Data.GetProperty("reason").GetString());
        var carol = NewPerson(CallData.Carol);
        Send(owner, carol, new CallAcceptRequest(call));
        await ExpectErrorAsync(carol.Connection, "not-found");
    }

    [Fact]
    public async Task Should_not_let_a_callee_in_who_went_while_the_users_entity_was_asked()
    {
        var (owner, _, _, call) = await GroupAsync();
        UsersAnswer = false;
        var carol = NewPerson(CallData.Carol);
        Send(owner, carol, new CallAcceptRequest(call));
        owner.Tell(new NotMembers(CallData.Room, [CallData.Carol.User]), Rooms);
        owner.Tell(new EnterCallAnswer(call, CallData.Carol.User, true), Users);
        await ExpectErrorAsync(carol.Connection, "not-found");
    }

    [Fact]
    public async Task Should_let_an_owner_of_the_room_end_the_call_and_remove_from_it_without_being_in_it()
    {
        var (owner, alice, bob, call) = await GroupAsync();
        var dave = NewPerson(CallData.Dave);
        Send(owner, dave, new CallRemoveRequest(call, CallData.Bob.User));
        await ExpectErrorAsync(dave.Connection, "forbidden");
        Send(owner, bob, new CallEndRequest(call));
        await ExpectErrorAsync(bob.Connection, "forbidden");

        Moderators = [CallData.Dave.User];
        Send(owner, dave, new CallRemoveRequest(call, CallData.Bob.User));
        await ExpectAsync(dave.Connection, "call.ok");
        Assert.Equal("removed", (await ExpectAsync(alice.Connection, "call.participant-left")).GetProperty("reason").GetString());
        Send(owner, dave, new CallEndRequest(call));
        await ExpectAsync(dave.Connection, "call.ok");
        Assert.Equal("host", (await ExpectAsync(alice.Connection, "call.ended")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Should_end_what_rings_for_or_by_a_user_whom_an_administrator_signs_out()
    {
        var owner = NewOwner();
        var (_, call) = await StartAsync(owner);
        owner.Tell(new SignOutOfCall(CallData.Room, CallId.New(CallData.Room, CallData.At(99)), CallData.Alice.User), ActorRefs.NoSender);
        owner.Tell(new SignOutOfCall(CallData.Room, call, CallData.Alice.User), ActorRefs.NoSender);
        Assert.Equal("cancelled", (await ToDevicesAsync(CallData.Bob, "call.ended")).Data.GetProperty("reason").GetString());
    }

    // Alice and Bob talk in a group; it rings for Carol, and Dave is a member.
    private async Task<(IActorRef Owner, Person Alice, Person Bob, CallId Call)> GroupAsync()
    {
        MakeGroup(CallData.Alice, CallData.Bob, CallData.Carol, CallData.Dave);
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        return (owner, alice, bob, call);
    }

    private IReadOnlyList<WatchMembers> Watches() => [.. ToldRooms.OfType<WatchMembers>()];
}
