using System.Text.Json;
using Akka.Actor;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Wire;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

/// <summary>Pages that are loaded again while a call rings or goes on, and pages that don't come back.</summary>
public sealed class CallActorReloadSpecs(ITestOutputHelper output) : CallSpec(output)
{
    private static readonly JsonElement Candidate = JsonSerializer.SerializeToElement(new { candidate = "candidate:1" });

    [Fact]
    public async Task Should_stop_ringing_where_the_caller_is_gone_for_longer_than_a_reload()
    {
        var owner = NewOwner();
        var (alice, call) = await StartAsync(owner);
        await alice.Connection.GracefulStop(Patient.Wait);
        await AdvanceAsync(owner, 5);
        Assert.Equal("cancelled", (await ToDevicesAsync(CallData.Bob, "call.ended")).Data.GetProperty("reason").GetString());
        Assert.Equal("alice", (await ToDevicesAsync(CallData.Bob, "call.missed")).Data.GetProperty("from").GetString());
        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallAcceptRequest(call));
        await ExpectErrorAsync(bob.Connection, "conflict");
    }

    [Fact]
    public async Task Should_let_the_callers_new_page_go_on_ringing_and_meet_who_answers()
    {
        var owner = NewOwner();
        var (alice, call) = await StartAsync(owner);
        await alice.Connection.GracefulStop(Patient.Wait);
        await AdvanceAsync(owner, 4.9);
        var again = NewPerson(CallData.Person("alice", tab: 2));
        Send(owner, again, new CallJoinRequest(call));
        Assert.Equal("ringing", (await ExpectAsync(again.Connection, "call.joined")).GetProperty("call").GetProperty("state").GetString());
        await AdvanceAsync(owner, 20);
        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallAcceptRequest(call));
        await ExpectAsync(bob.Connection, "call.joined");
        Assert.Equal("bob/laptop", (await ExpectAsync(again.Connection, "call.participant-joined")).GetProperty("participant").GetString());
    }

    [Fact]
    public async Task Should_lead_the_callers_new_page_to_who_answered_meanwhile()
    {
        var owner = NewOwner();
        var (alice, call) = await StartAsync(owner);
        await alice.Connection.GracefulStop(Patient.Wait);
        await SettleAsync(owner);
        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallAcceptRequest(call));
        await ExpectAsync(bob.Connection, "call.joined");
        var again = NewPerson(CallData.Person("alice", tab: 2));
        Send(owner, again, new CallJoinRequest(call));
        Assert.Equal(2, (await ExpectAsync(again.Connection, "call.joined")).GetProperty("call").GetProperty("participants").GetArrayLength());
        Assert.Equal("alice/laptop", (await ExpectAsync(bob.Connection, "call.participant-joined")).GetProperty("participant").GetString());
        await AdvanceAsync(owner, 40);
        await bob.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_not_pass_a_signal_for_the_page_before_on_to_the_page_after_it()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        await bob.Connection.GracefulStop(Patient.Wait);
        var again = NewPerson(CallData.Person("bob", tab: 2));
        Send(owner, again, new CallJoinRequest(call));
        await ExpectAsync(again.Connection, "call.joined");
        var entry = (await ExpectAsync(alice.Connection, "call.participant-joined")).GetProperty("entry").GetInt32();

        Signal(owner, alice, entry - 1);
        await ExpectErrorAsync(alice.Connection, "conflict");
        Signal(owner, alice, entry);
        await ExpectAsync(again.Connection, "call.signal");
        Signal(owner, alice, null);
        await ExpectAsync(again.Connection, "call.signal");

        void Signal(IActorRef to, Person from, int? entry) => to.Tell(
            new RelaySignal(
                CallData.Room, from.Caller, null, call, "bob/laptop", CallEnvelopes.Encode(new CallSignal(call, "alice/laptop", null, Candidate)), entry),
            from.Connection);
    }
}
