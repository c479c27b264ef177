using System.Text.Json;
using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Tests.Storage;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

public sealed class CallActorTalkingSpecs(ITestOutputHelper output) : CallSpec(output)
{
    private const int Burst = 100;

    [Fact]
    public async Task Should_relay_signals_in_order_to_the_participants_connection_alone()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        for (var n = 0; n < 50; n++)
            Signal(owner, alice, call, "bob/laptop", n);
        for (var n = 0; n < 50; n++)
        {
            var signal = await ExpectAsync(bob.Connection, "call.signal");
            Assert.Equal(n, signal.GetProperty("candidate").GetProperty("sdpMLineIndex").GetInt32());
            Assert.Equal("alice/laptop", signal.GetProperty("from").GetString());
        }

        await SettleAsync(owner);
        await alice.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.DoesNotContain(ToldUsers, m => m is TellUser t && t.Envelope.ToString().Contains("call.signal", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("alice", "carol/laptop", "not-found")]
    [InlineData("dave", "bob/laptop", "not-found")]
    public async Task Should_refuse_signals_to_and_from_who_is_not_in_the_call(string from, string to, string code)
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        var sender = from == "alice" ? alice : NewPerson(CallData.Dave);
        Signal(owner, sender, call, to, 0);
        await ExpectErrorAsync(sender.Connection, code);
        Signal(owner, alice, call, "bob/laptop", 1);
        Assert.Equal(1, (await ExpectAsync(bob.Connection, "call.signal")).GetProperty("candidate").GetProperty("sdpMLineIndex").GetInt32());
    }

    [Fact]
    public async Task Should_refuse_signals_of_a_call_that_has_ended()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        Send(owner, bob, new CallLeaveRequest(call));
        await ExpectAsync(alice.Connection, "call.ended");
        Signal(owner, alice, call, "bob/laptop", 0);
        await ExpectErrorAsync(alice.Connection, "conflict");
    }

    [Fact]
    public async Task Should_refuse_signals_of_another_tab()
    {
        var owner = NewOwner();
        var (_, _, call) = await TalkAsync(owner);
        var tab = NewPerson(CallData.Person("bob", tab: 2));
        Signal(owner, tab, call, "alice/laptop", 0);
        await ExpectErrorAsync(tab.Connection, "forbidden");
    }

    [Fact]
    public async Task Should_limit_a_flood_of_signals_and_go_on()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        for (var n = 0; n < Burst + 1; n++)
            Signal(owner, alice, call, "bob/laptop", n);
        var refused = await ExpectAsync(alice.Connection, "error");
        Assert.Equal(("rate-limited", 50), (refused.GetProperty("code").GetString(), refused.GetProperty("retryAfterMs").GetInt32()));
        await bob.Connection.ReceiveNAsync(Burst).ToListAsync();
        await AdvanceAsync(owner, 0.05);
        Signal(owner, alice, call, "bob/laptop", 7);
        Assert.Equal(7, (await ExpectAsync(bob.Connection, "call.signal")).GetProperty("candidate").GetProperty("sdpMLineIndex").GetInt32());
    }

    [Fact]
    public async Task Should_not_limit_where_the_operator_lifted_all_limits()
    {
        Options.Limits.RateLimiting = false;
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        for (var n = 0; n < 2 * Burst; n++)
            Signal(owner, alice, call, "bob/laptop", n);
        Assert.Equal(2 * Burst, (await bob.Connection.ReceiveNAsync(2 * Burst).ToListAsync()).Count);
    }

    [Fact]
    public async Task Should_tell_the_others_what_a_participant_sends()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        Send(owner, bob, new CallMediaRequest(call, false, true, true, Hold: false, Hand: true));
        var media = await ExpectAsync(alice.Connection, "call.media");
        Assert.Equal("bob/laptop", media.GetProperty("participant").GetString());
        Assert.False(media.GetProperty("audio").GetBoolean());
        Assert.True(media.GetProperty("screen").GetBoolean());
        Assert.True(media.GetProperty("hand").GetBoolean());
        await SettleAsync(owner);
        await bob.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_let_only_the_host_end_it_for_all()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        Send(owner, bob, new CallEndRequest(call));
        await ExpectErrorAsync(bob.Connection, "forbidden");
        Send(owner, alice, new CallEndRequest(call));
        await ExpectAsync(alice.Connection, "call.ok");
        Assert.Equal("host", (await ExpectAsync(bob.Connection, "call.ended")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Should_free_users_before_any_client_hears_of_the_end()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        var freed = int.MaxValue;
        foreach (var person in new[] { alice, bob })
        {
            person.Connection.SetAutoPilot(new DelegateAutoPilot((_, _) =>
            {
                freed = Math.Min(freed, ToldUsers.OfType<ReleaseUser>().Count());
                return AutoPilot.NoAutoPilot;
            }));
        }

        Send(owner, bob, new CallLeaveRequest(call));
        await ExpectAsync(bob.Connection, "call.ok");
        await ExpectAsync(alice.Connection, "call.ended");
        Assert.Equal(2, freed);
    }

    [Fact]
    public async Task Should_hide_a_lost_connection_for_5_seconds()
    {
        var owner = NewOwner();
        var (alice, bob, _) = await TalkAsync(owner);
        Sys.Stop(bob.Connection);
        await AwaitLossAsync(owner);
        await AdvanceAsync(owner, 4.9);
        await alice.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        await AdvanceAsync(owner, 0.1);
        var left = await ExpectAsync(alice.Connection, "call.participant-left");
        Assert.Equal(("bob/laptop", "reconnecting"), (left.GetProperty("participant").GetString(), left.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Should_take_a_lost_participant_back_within_30_seconds()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        Sys.Stop(bob.Connection);
        await AwaitLossAsync(owner);
        await AdvanceAsync(owner, 5);
        await ExpectAsync(alice.Connection, "call.participant-left");
        await AdvanceAsync(owner, 24.9);
        var back = NewPerson(CallData.Person("bob", tab: 2));
        Send(owner, back, new CallJoinRequest(call));
        Assert.Equal("active", (await ExpectAsync(back.Connection, "call.joined")).GetProperty("call").GetProperty("state").GetString());
        var joined = await ExpectAsync(alice.Connection, "call.participant-joined");
        Assert.Equal(("bob/laptop", "reconnected"), (joined.GetProperty("participant").GetString(), joined.GetProperty("reason").GetString()));
        Signal(owner, alice, call, "bob/laptop", 3);
        await ExpectAsync(back.Connection, "call.signal");
    }

    [Fact]
    public async Task Should_end_as_failed_where_a_lost_participant_stays_away()
    {
        var owner = NewOwner();
        var (alice, bob, _) = await TalkAsync(owner);
        Sys.Stop(bob.Connection);
        await AwaitLossAsync(owner);
        await AdvanceAsync(owner, 5);
        await ExpectAsync(alice.Connection, "call.participant-left");
        await AdvanceAsync(owner, 24.9);
        await alice.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        await AdvanceAsync(owner, 0.1);
        var ended = await ExpectAsync(alice.Connection, "call.ended");
        Assert.Equal(("failed", 30_000), (ended.GetProperty("reason").GetString(), ended.GetProperty("durationMs").GetInt64()));
        await ToUserAsync<ReleaseUser>(CallData.Bob);
    }

    [Fact]
    public async Task Should_not_lose_a_participant_whose_old_connection_ends_after_the_new_one_came()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        var tab = NewPerson(CallData.Person("bob", tab: 2));
        Send(owner, tab, new CallJoinRequest(call));
        await ExpectAsync(tab.Connection, "call.joined");
        await ExpectAsync(alice.Connection, "call.participant-joined");
        await bob.Connection.GracefulStop(Patient.Wait);
        await AdvanceAsync(owner, 40);
        await alice.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_end_a_call_that_somebody_is_alone_in_for_60_seconds()
    {
        MakeGroup(CallData.Alice, CallData.Bob, CallData.Carol);
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        var carol = NewPerson(CallData.Carol);
        Send(owner, carol, new CallDeclineRequest(call));
        await ExpectAsync(alice.Connection, "call.declined");
        Send(owner, bob, new CallLeaveRequest(call));
        Assert.Equal("left", (await ExpectAsync(alice.Connection, "call.participant-left")).GetProperty("reason").GetString());
        await AdvanceAsync(owner, 59.9);
        await alice.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        await AdvanceAsync(owner, 0.1);
        Assert.Equal("hangup", (await ExpectAsync(alice.Connection, "call.ended")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Should_give_a_crashed_tab_up_after_5_and_30_seconds_while_the_group_goes_on()
    {
        MakeGroup(CallData.Alice, CallData.Bob, CallData.Carol);
        var owner = NewOwner();
        var (_, bob, call) = await TalkAsync(owner);
        var carol = NewPerson(CallData.Carol);
        Send(owner, carol, new CallAcceptRequest(call));
        await ExpectAsync(carol.Connection, "call.joined");
        await SettleAsync(owner);
        await bob.Connection.GracefulStop(Patient.Wait);
        await AdvanceAsync(owner, 4.9);
        await AdvanceAsync(owner, 0.1);
        Assert.Equal("reconnecting", (await ExpectAsync(carol.Connection, "call.participant-left")).GetProperty("reason").GetString());
        await AdvanceAsync(owner, 24.9);
        await carol.Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        await AdvanceAsync(owner, 0.1);
        Assert.Equal("lost", (await ExpectAsync(carol.Connection, "call.participant-left")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Should_count_a_call_while_it_goes_on()
    {
        using var active = new Measured<long>(Metrics.Calls.Active);
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        Assert.Equal([(1, "")], active.Values);
        Send(owner, bob, new CallLeaveRequest(call));
        await ExpectAsync(alice.Connection, "call.ended");
        await SettleAsync(owner);
        Assert.Equal([(1, ""), (-1, "")], active.Values);
    }

    [Fact]
    public async Task Should_count_what_participants_report()
    {
        var seen = new List<(string Name, double Value)>();
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument, Metrics.Calls.Rtt) || ReferenceEquals(instrument, Metrics.Calls.Loss))
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => seen.Add((instrument.Name, value)));
        listener.Start();
        var owner = NewOwner();
        var (_, bob, call) = await TalkAsync(owner);
        Send(owner, bob, new CallStatsRequest(call, 12.5, 1, null, null));
        var dave = NewPerson(CallData.Dave);
        Send(owner, dave, new CallStatsRequest(call, 99, null, null, null));
        await ExpectErrorAsync(dave.Connection, "not-found");
        Assert.Equal([("akkarealtime.calls.rtt", 12.5), ("akkarealtime.calls.loss", 1)], seen);
    }

    private static void Signal(IActorRef owner, Person from, CallId call, string to, int index)
    {
        var candidate = JsonSerializer.SerializeToElement(new { candidate = "candidate:1", sdpMLineIndex = index });
        var relayed = CallEnvelopes.Encode(new CallSignal(call, ParticipantName.Of(from.Caller), null, candidate));
        owner.Tell(new RelaySignal(CallData.Room, from.Caller, "s", call, to, relayed), from.Connection);
    }

    // The loss shows only in what is kept: nobody is told.
    private Task AwaitLossAsync(IActorRef owner) => this.EventuallyAsync(
        async () =>
        {
            await SettleAsync(owner);
            Assert.Contains(StoredCalls.Decode(Store.Kept!.State)!.Call.Participants, p => p.LostAt is not null);
        });
}
