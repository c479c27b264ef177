using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users.Ringing;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

public sealed class CallActorEnteringSpecs(ITestOutputHelper output) : CallSpec(output)
{
    [Fact]
    public async Task Should_let_nobody_in_who_is_in_another_call()
    {
        var owner = NewOwner();
        var (_, call) = await StartAsync(owner);
        InAnotherCall.Add(CallData.Bob.User);
        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallAcceptRequest(call));
        await ExpectErrorAsync(bob.Connection, "busy");
    }

    [Fact]
    public async Task Should_start_nothing_for_a_caller_in_another_call()
    {
        InAnotherCall.Add(CallData.Alice.User);
        var owner = NewOwner();
        var alice = NewPerson(CallData.Alice);
        Send(owner, alice, new CallStartRequest(CallData.Room, null, "video", "key"));
        await ExpectErrorAsync(alice.Connection, "busy");
        await SettleAsync(owner);
        Assert.DoesNotContain(ToldUsers, m => m is RingUser);
        Assert.Empty(Store.Saved<SaveCall>());
    }

    [Fact]
    public async Task Should_start_nothing_for_who_is_no_member()
    {
        var owner = NewOwner();
        var dave = NewPerson(CallData.Dave);
        Send(owner, dave, new CallStartRequest(CallData.Room, null, "video", "key"));
        await ExpectErrorAsync(dave.Connection, "not-found");
    }

    [Fact]
    public async Task Should_not_find_a_room_that_is_not_there()
    {
        Kind = null;
        var owner = NewOwner();
        var alice = NewPerson(CallData.Alice);
        Send(owner, alice, new CallStartRequest(CallData.Room, null, "video", "key"));
        await ExpectErrorAsync(alice.Connection, "not-found");
    }

    [Fact]
    public async Task Should_let_no_stranger_join()
    {
        var owner = NewOwner();
        var (_, _, call) = await TalkAsync(owner);
        var dave = NewPerson(CallData.Dave);
        Send(owner, dave, new CallJoinRequest(call));
        await ExpectErrorAsync(dave.Connection, "not-found");
    }

    [Fact]
    public async Task Should_not_find_another_call()
    {
        var owner = NewOwner();
        await StartAsync(owner);
        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallAcceptRequest(CallId.New(CallData.Room, CallData.At(1))));
        await ExpectErrorAsync(bob.Connection, "not-found");
    }

    [Fact]
    public async Task Should_ring_only_members_by_invitation()
    {
        MakeGroup(CallData.Alice, CallData.Bob, CallData.Carol);
        var owner = NewOwner();
        var (alice, call) = await StartAsync(owner);
        Send(owner, alice, new CallInviteRequest(call, [CallData.Dave.User]));
        await ExpectErrorAsync(alice.Connection, "forbidden");
        Members = [.. Members, CallData.Dave.User];
        Send(owner, alice, new CallInviteRequest(call, [CallData.Dave.User]));
        await ExpectAsync(alice.Connection, "call.ok");
        await ToUserAsync<RingUser>(CallData.Dave);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_give_up_after_5_seconds_where_nobody_answers(bool roomAnswers)
    {
        (RoomsAnswer, UsersAnswer) = (roomAnswers, false);
        var owner = NewOwner();
        var alice = NewPerson(CallData.Alice);
        Send(owner, alice, new CallStartRequest(CallData.Room, null, "video", "key"));
        await AdvanceAsync(owner, 4.9);
        await alice.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        await AdvanceAsync(owner, 0.1);
        await ExpectErrorAsync(alice.Connection, "unavailable");
        if (roomAnswers)
            await ToUserAsync<ReleaseUser>(CallData.Alice);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_ask_again_where_a_question_was_lost_and_let_the_caller_in_a_second_later(bool roomAnswers)
    {
        (RoomsAnswer, UsersAnswer) = (roomAnswers, !roomAnswers);
        var owner = NewOwner();
        var alice = NewPerson(CallData.Alice);
        Send(owner, alice, new CallStartRequest(CallData.Room, null, "video", "key"));
        await AdvanceAsync(owner, 0.9);
        await alice.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        (RoomsAnswer, UsersAnswer) = (true, true);
        await AdvanceAsync(owner, 0.1);
        await ExpectAsync(alice.Connection, "call.started");
        await AdvanceAsync(owner, 3);
        Assert.Equal(roomAnswers ? 1 : 2, ToldRooms.OfType<GetRoomMembers>().Count());
        Assert.Equal(roomAnswers ? 2 : 1, ToldUsers.OfType<EnterCall>().Count(e => e.User == CallData.Alice.User));
    }

    [Fact]
    public async Task Should_free_a_user_who_was_let_in_too_late()
    {
        UsersAnswer = false;
        var owner = NewOwner();
        var alice = NewPerson(CallData.Alice);
        Send(owner, alice, new CallStartRequest(CallData.Room, null, "video", "key"));
        var call = (await ToUserAsync<EnterCall>(CallData.Alice)).Call.Id;
        await AdvanceAsync(owner, 5);
        await ExpectErrorAsync(alice.Connection, "unavailable");
        await ToUserAsync<ReleaseUser>(CallData.Alice);
        owner.Tell(new EnterCallAnswer(call, CallData.Alice.User, true), Users);
        Assert.Equal(call, (await ToUserAsync<ReleaseUser>(CallData.Alice)).Call);
    }

    [Fact]
    public async Task Should_start_one_call_for_a_key_that_is_sent_again()
    {
        var owner = NewOwner();
        var (_, call) = await StartAsync(owner);
        var again = NewPerson(CallData.Person("alice", tab: 2));
        Send(owner, again, new CallStartRequest(CallData.Room, null, "video", "key"));
        Assert.Equal(call.Value, (await ExpectAsync(again.Connection, "call.started")).GetProperty("call").GetProperty("id").GetString());
        await SettleAsync(owner);
        Assert.Single(ToldUsers.OfType<RingUser>());
    }

    [Fact]
    public async Task Should_not_ring_again_for_the_key_of_a_call_that_has_ended()
    {
        var owner = NewOwner();
        var (alice, call) = await StartAsync(owner);
        Send(owner, alice, new CallCancelRequest(call));
        await ExpectAsync(alice.Connection, "call.ok");
        await ExpectAsync(alice.Connection, "call.ended");
        Send(owner, alice, new CallStartRequest(CallData.Room, null, "video", "key"));
        var again = (await ExpectAsync(alice.Connection, "call.started")).GetProperty("call");
        Assert.Equal((call.Value, "ended"), (again.GetProperty("id").GetString(), again.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Should_start_a_new_call_after_the_last_one()
    {
        var owner = NewOwner();
        var (alice, call) = await StartAsync(owner);
        Send(owner, alice, new CallCancelRequest(call));
        await ExpectAsync(alice.Connection, "call.ok");
        await ExpectAsync(alice.Connection, "call.ended");
        Send(owner, alice, new CallStartRequest(CallData.Room, null, "video", "another"));
        Assert.NotEqual(call.Value, (await ExpectAsync(alice.Connection, "call.started")).GetProperty("call").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Should_keep_the_order_of_a_connections_requests()
    {
        UsersAnswer = false;
        var owner = NewOwner();
        var alice = NewPerson(CallData.Alice);
        Send(owner, alice, new CallStartRequest(CallData.Room, null, "video", "key"));
        var call = (await ToUserAsync<EnterCall>(CallData.Alice)).Call.Id;
        owner.Tell(new EnterCallAnswer(call, CallData.Alice.User, true), Users);
        await ExpectAsync(alice.Connection, "call.started");
        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallAcceptRequest(call), "accept");
        Send(owner, bob, new CallLeaveRequest(call), "leave");
        await ToUserAsync<EnterCall>(CallData.Bob);
        owner.Tell(new EnterCallAnswer(call, CallData.Bob.User, true), Users);
        Assert.Equal("accept", (await ExpectAsync(bob.Connection, "call.joined")).GetProperty("ref").GetString());
        Assert.Equal("leave", (await ExpectAsync(bob.Connection, "call.ok")).GetProperty("ref").GetString());
        Assert.Equal("hangup", (await ExpectAsync(bob.Connection, "call.ended")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Should_hold_who_is_in_and_renew_it_every_20_seconds()
    {
        var owner = NewOwner();
        await TalkAsync(owner);
        await ToUserAsync<ReserveUser>(CallData.Bob, r => r.Call.State == CallState.Active);
        ToldUsers.Clear();
        await AdvanceAsync(owner, 20);
        Assert.Equal(["alice Active", "bob Active"], ToldUsers.OfType<ReserveUser>().Select(r => $"{r.User} {r.Call.State}"));
    }

    [Fact]
    public async Task Should_give_turn_credentials_with_the_call()
    {
        Options.Calls.Turn.Add("turn:turn.example.com:3478");
        Options.Calls.TurnSecret = "S";
        var owner = NewOwner();
        var (_, call) = await StartAsync(owner);
        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallAcceptRequest(call));
        var joined = await ExpectAsync(bob.Connection, "call.joined");
        var server = Assert.Single(joined.GetProperty("iceServers").EnumerateArray());
        Assert.Equal($"{CallData.At(3_600).ToUnixTimeSeconds()}:bob/{call.Value[^32..]}", server.GetProperty("username").GetString());
    }

    [Fact]
    public async Task Should_give_fresh_credentials_to_participants_only()
    {
        Options.Calls.Stun.Add("stun:stun.example.com:3478");
        Options.Calls.TurnTtlSeconds = 600;
        var owner = NewOwner();
        var (alice, _, call) = await TalkAsync(owner);
        Send(owner, alice, new CallIceRequest(call));
        var ice = await ExpectAsync(alice.Connection, "call.ice");
        Assert.Equal(600, ice.GetProperty("ttlSeconds").GetInt32());
        Assert.Equal("stun:stun.example.com:3478", ice.GetProperty("iceServers")[0].GetProperty("urls")[0].GetString());
        var dave = NewPerson(CallData.Dave);
        Send(owner, dave, new CallIceRequest(call));
        await ExpectErrorAsync(dave.Connection, "not-found");
    }

    [Fact]
    public async Task Should_let_a_user_go_of_a_call_that_ended_before_they_ask_for_the_next_one()
    {
        MakeGroup(CallData.Alice, CallData.Dave);
        Kind = "channel";
        var owner = NewOwner();
        var (alice, ended) = await StartAsync(owner);
        UsersAnswer = false;
        var dave = NewPerson(CallData.Dave);
        Send(owner, dave, new CallStartRequest(CallData.Room, null, "video", "other key"));
        await ToUserAsync<EnterCall>(CallData.Dave, e => e.Call.Id == ended);
        Send(owner, alice, new CallLeaveRequest(ended));
        await ExpectAsync(alice.Connection, "call.ok");
        await SettleAsync(owner);

        owner.Tell(new EnterCallAnswer(ended, CallData.Dave.User, Allowed: true), Users);

        await ToUserAsync<ReleaseUser>(CallData.Dave, r => r.Call == ended);
        var next = await ToUserAsync<EnterCall>(CallData.Dave);
        Assert.NotEqual(ended, next.Call.Id);
        owner.Tell(new EnterCallAnswer(next.Call.Id, CallData.Dave.User, Allowed: true), Users);
        await ExpectAsync(dave.Connection, "call.started");
    }
}
