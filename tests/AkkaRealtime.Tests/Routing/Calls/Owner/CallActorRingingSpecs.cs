using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

public sealed class CallActorRingingSpecs(ITestOutputHelper output) : CallSpec(output)
{
    [Fact]
    public async Task Should_have_the_callee_rung_for_45_seconds()
    {
        var owner = NewOwner();
        var (_, call) = await StartAsync(owner);
        var ring = await ToUserAsync<RingUser>(CallData.Bob);
        Assert.Equal((call, CallState.Ringing, CallData.At(45)), (ring.Call.Id, ring.Call.State, ring.ExpiresAt));
        var incoming = DataOf(ring.Incoming, "call.incoming");
        Assert.Equal("alice", incoming.GetProperty("from").GetString());
        Assert.Equal("ringing", incoming.GetProperty("call").GetProperty("state").GetString());
        var participant = Assert.Single(incoming.GetProperty("call").GetProperty("participants").EnumerateArray());
        Assert.Equal("alice/laptop", participant.GetProperty("participant").GetString());
        Assert.Equal(incoming.GetProperty("call").GetRawText(), ring.Call.View.ToString());
    }

    [Fact]
    public async Task Should_reply_to_the_caller_with_the_call_and_its_ref()
    {
        var owner = NewOwner();
        var alice = NewPerson(CallData.Alice);
        Send(owner, alice, new CallStartRequest(CallData.Room, null, "audio", "key"), "r-1");
        var started = await ExpectAsync(alice.Connection, "call.started");
        Assert.Equal("r-1", started.GetProperty("ref").GetString());
        var call = started.GetProperty("call");
        Assert.Equal("audio", call.GetProperty("media").GetString());
        Assert.Equal("alice", call.GetProperty("host").GetString());
        Assert.Equal("bob", Assert.Single(call.GetProperty("ringing").EnumerateArray()).GetString());
        Assert.Equal(CallData.Room.Value, call.GetProperty("room").GetString());
    }

    [Fact]
    public async Task Should_tell_the_caller_when_it_rings()
    {
        var owner = NewOwner();
        var (alice, call) = await StartAsync(owner);
        owner.Tell(new RingAnswer(call, CallData.Bob.User, RingOutcome.Ringing), Users);
        var rings = await ExpectAsync(alice.Connection, "call.ringing");
        Assert.Equal("bob", rings.GetProperty("user").GetString());
    }

    [Fact]
    public async Task Should_give_the_call_to_one_of_two_devices_that_accept_at_once()
    {
        UsersAnswer = false;
        var owner = NewOwner();
        var alice = NewPerson(CallData.Alice);
        Send(owner, alice, new CallStartRequest(CallData.Room, null, "video", "key"));
        var call = (await ToUserAsync<EnterCall>(CallData.Alice)).Call.Id;
        owner.Tell(new EnterCallAnswer(call, CallData.Alice.User, true), Users);
        await ExpectAsync(alice.Connection, "call.started");
        var laptop = NewPerson(CallData.Bob);
        var phone = NewPerson(CallData.Person("bob", "phone"));
        Send(owner, laptop, new CallAcceptRequest(call), "laptop");
        Send(owner, phone, new CallAcceptRequest(call), "phone");
        await ToUserAsync<EnterCall>(CallData.Bob);
        await ToUserAsync<EnterCall>(CallData.Bob);
        owner.Tell(new EnterCallAnswer(call, CallData.Bob.User, true), Users);
        owner.Tell(new EnterCallAnswer(call, CallData.Bob.User, true), Users);

        Assert.Equal("laptop", (await ExpectAsync(laptop.Connection, "call.joined")).GetProperty("ref").GetString());
        var refused = await ExpectAsync(phone.Connection, "error");
        Assert.Equal(("phone", "conflict"), (refused.GetProperty("ref").GetString(), refused.GetProperty("code").GetString()));
        var (elsewhere, except) = await ToDevicesAsync(CallData.Bob, "call.answered-elsewhere");
        Assert.Equal("bob/laptop", elsewhere.GetProperty("by").GetString());
        Assert.Equal(laptop.Caller.Session, except);
        Assert.Equal("bob/laptop", (await ExpectAsync(alice.Connection, "call.participant-joined")).GetProperty("participant").GetString());
        await SettleAsync(owner);
        Assert.DoesNotContain(ToldUsers, m => m is ReleaseUser);
    }

    [Fact]
    public async Task Should_end_it_where_the_callee_declines()
    {
        var owner = NewOwner();
        var (alice, call) = await StartAsync(owner);
        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallDeclineRequest(call, "in a meeting"));
        Assert.Equal(call.Value, (await ExpectAsync(bob.Connection, "call.ok")).GetProperty("callId").GetString());
        Assert.Equal("in a meeting", (await ExpectAsync(alice.Connection, "call.declined")).GetProperty("reason").GetString());
        Assert.Equal("declined", (await ExpectAsync(alice.Connection, "call.ended")).GetProperty("reason").GetString());
        await ToUserAsync<ReleaseUser>(CallData.Bob);
        Assert.Null((await ToDevicesAsync(CallData.Bob, "call.ended")).Except);
    }

    [Fact]
    public async Task Should_stop_the_ringing_where_the_caller_cancels()
    {
        var owner = NewOwner();
        var (alice, call) = await StartAsync(owner);
        Send(owner, alice, new CallCancelRequest(call));
        await ExpectAsync(alice.Connection, "call.ok");
        Assert.Equal("cancelled", (await ExpectAsync(alice.Connection, "call.ended")).GetProperty("reason").GetString());
        await ToUserAsync<ReleaseUser>(CallData.Bob);
        Assert.Equal("cancelled", (await ToDevicesAsync(CallData.Bob, "call.ended")).Data.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Should_answer_busy_for_a_callee_who_is()
    {
        var owner = NewOwner();
        var (alice, call) = await StartAsync(owner);
        owner.Tell(new RingAnswer(call, CallData.Bob.User, RingOutcome.Busy), Users);
        Assert.Equal("bob", (await ExpectAsync(alice.Connection, "call.busy")).GetProperty("user").GetString());
        Assert.Equal("busy", (await ExpectAsync(alice.Connection, "call.ended")).GetProperty("reason").GetString());
        var missed = (await ToDevicesAsync(CallData.Bob, "call.missed")).Data;
        Assert.Equal((call.Value, "alice", "Alice"), (missed.GetProperty("callId").GetString(), missed.GetProperty("from").GetString(), missed.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Should_answer_busy_for_a_callee_who_gets_busy_while_it_rings()
    {
        var owner = NewOwner();
        var (alice, call) = await StartAsync(owner);
        owner.Tell(new RingAnswer(call, CallData.Bob.User, RingOutcome.Ringing), Users);
        await ExpectAsync(alice.Connection, "call.ringing");

        owner.Tell(new StopRinging(CallData.Room, CallId.New(CallData.Room, CallData.Start), CallData.Bob.User, RingOutcome.Busy), Users);
        owner.Tell(new StopRinging(CallData.Room, call, CallData.Bob.User, RingOutcome.Busy), Users);

        Assert.Equal("bob", (await ExpectAsync(alice.Connection, "call.busy")).GetProperty("user").GetString());
        Assert.Equal("busy", (await ExpectAsync(alice.Connection, "call.ended")).GetProperty("reason").GetString());
        Assert.Null((await ToDevicesAsync(CallData.Bob, "call.ended")).Except);
        Assert.Equal("alice", (await ToDevicesAsync(CallData.Bob, "call.missed")).Data.GetProperty("from").GetString());
    }

    [Fact]
    public async Task Should_end_after_45_seconds_as_a_missed_call()
    {
        var owner = NewOwner();
        var (alice, _) = await StartAsync(owner);
        await AdvanceAsync(owner, 44.9);
        await alice.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        await AdvanceAsync(owner, 0.2);
        Assert.Equal("timeout", (await ExpectAsync(alice.Connection, "call.ended")).GetProperty("reason").GetString());
        await ToUserAsync<ReleaseUser>(CallData.Bob);
        Assert.Equal("timeout", (await ToDevicesAsync(CallData.Bob, "call.ended")).Data.GetProperty("reason").GetString());
        await ToDevicesAsync(CallData.Bob, "call.missed");
    }

    [Fact]
    public async Task Should_renew_the_ringing_every_20_seconds()
    {
        var owner = NewOwner();
        await StartAsync(owner);
        await ToUserAsync<RingUser>(CallData.Bob);
        await AdvanceAsync(owner, 20);
        Assert.Equal(CallData.At(45), (await ToUserAsync<RingUser>(CallData.Bob)).ExpiresAt);
        await AdvanceAsync(owner, 20);
        await ToUserAsync<RingUser>(CallData.Bob);
    }

    [Fact]
    public async Task Should_make_one_call_of_two_that_cross()
    {
        UsersAnswer = false;
        var owner = NewOwner();
        var (alice, bob) = (NewPerson(CallData.Alice), NewPerson(CallData.Bob));
        Send(owner, alice, new CallStartRequest(CallData.Room, null, "video", "a"));
        Send(owner, bob, new CallStartRequest(CallData.Room, null, "video", "b"));
        var asked = (await ToUserAsync<EnterCall>(CallData.Alice)).Call.Id;
        Assert.Equal(asked, (await ToUserAsync<EnterCall>(CallData.Bob)).Call.Id);
        owner.Tell(new EnterCallAnswer(asked, CallData.Bob.User, true), Users);
        owner.Tell(new EnterCallAnswer(asked, CallData.Alice.User, true), Users);

        Assert.Equal(asked.Value, (await ExpectAsync(bob.Connection, "call.started")).GetProperty("call").GetProperty("id").GetString());
        var second = (await ExpectAsync(alice.Connection, "call.started")).GetProperty("call");
        Assert.Equal((asked.Value, "active"), (second.GetProperty("id").GetString(), second.GetProperty("state").GetString()));
        Assert.Equal(2, second.GetProperty("participants").GetArrayLength());
        Assert.Equal("alice/laptop", (await ExpectAsync(bob.Connection, "call.participant-joined")).GetProperty("participant").GetString());
    }

    [Fact]
    public async Task Should_ring_everybody_of_a_group_and_go_on_with_who_comes()
    {
        MakeGroup(CallData.Alice, CallData.Bob, CallData.Carol);
        var owner = NewOwner();
        var (alice, call) = await StartAsync(owner);
        await ToUserAsync<RingUser>(CallData.Bob);
        await ToUserAsync<RingUser>(CallData.Carol);
        var carol = NewPerson(CallData.Carol);
        Send(owner, carol, new CallAcceptRequest(call));
        await ExpectAsync(carol.Connection, "call.joined");
        await ExpectAsync(alice.Connection, "call.participant-joined");
        await AdvanceAsync(owner, 45);
        await ToDevicesAsync(CallData.Bob, "call.missed");
        Assert.Equal("bob", (await ExpectAsync(alice.Connection, "call.no-answer")).GetProperty("user").GetString());
        await alice.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
    }
}
