using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Tests.Routing.Calls;

/// <summary>
/// On a whole node, somebody gets busy while several people call them. Ringing is over here before owners renew it: where they heard only then that the
/// user is busy, calls would end as <c>timeout</c>.
/// </summary>
public sealed class CallNodeBusySpecs : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("calls").FullName;
    private CallNode _node = null!;
    private CallNode.Line _alice = null!;
    private CallNode.Line _carol = null!;
    private CallNode.Line _laptop = null!;
    private CallNode.Line _phone = null!;

    public async Task InitializeAsync()
    {
        _node = await CallNode.StartAsync(_directory, o => o.Calls.RingMs = 15_000);
        (_alice, _) = await _node.ConnectAsync("alice");
        (_carol, _) = await _node.ConnectAsync("carol");
        (_laptop, _) = await _node.ConnectAsync("bob");
        (_phone, _) = await _node.ConnectAsync("bob", "phone");
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Should_stop_the_second_call_everywhere_when_the_first_is_accepted()
    {
        var first = await RingAsync(_alice);
        await RingAsync(_carol);
        _laptop.Send("call.accept", new { callId = first });
        await HearsBusyAsync(_carol);
        await MissesItEverywhereAsync("carol");
        Assert.Equal(first, Assert.Single((await _node.ConnectAsync("bob", "tablet")).Calls).Id.Value);
    }

    [Fact]
    public async Task Should_stop_what_rings_everywhere_when_the_user_calls_somebody_else()
    {
        await RingAsync(_carol);
        _laptop.Send("call.start", new { user = "alice", media = "audio", key = "b" });
        var call = (await _laptop.UntilAsync("call.started")).GetProperty("call").GetProperty("id").GetString();
        await HearsBusyAsync(_carol);
        await MissesItEverywhereAsync("carol");
        Assert.Equal(call, Assert.Single((await _node.ConnectAsync("bob", "tablet")).Calls).Id.Value);
    }

    [Fact]
    public async Task Should_stop_what_rings_everywhere_when_the_user_joins_a_groups_call_and_comes_back_into_it()
    {
        var going = await RingAsync(_alice, await _node.MakeGroupAsync(_alice, "bob", "dave"));
        await RingAsync(_carol);
        _phone.Send("call.join", new { callId = going });
        await HearsBusyAsync(_carol);
        await MissesItEverywhereAsync("carol");

        _laptop.Send("call.join", new { callId = going });
        await _laptop.UntilAsync("call.joined");
        var (erin, _) = await _node.ConnectAsync("erin");
        erin.Send("call.start", new { user = "bob", media = "audio", key = "e" });
        await HearsBusyAsync(erin);
    }

    [Fact]
    public async Task Should_stop_a_groups_call_everywhere_when_a_direct_one_is_accepted_and_let_it_ring_on_for_the_others()
    {
        var (dave, _) = await _node.ConnectAsync("dave");
        var group = await RingAsync(_alice, await _node.MakeGroupAsync(_alice, "bob", "dave"));
        var direct = await RingAsync(_carol);
        _laptop.Send("call.accept", new { callId = direct });
        Assert.Equal("bob", (await _alice.UntilAsync("call.busy")).GetProperty("user").GetString());
        await MissesItEverywhereAsync("alice");
        Assert.Equal(direct, Assert.Single((await _node.ConnectAsync("bob", "tablet")).Calls).Id.Value);
        dave.Send("call.accept", new { callId = group });
        await dave.UntilAsync("call.joined");
    }

    [Fact]
    public async Task Should_stop_ringing_everywhere_when_the_user_chooses_to_be_busy()
    {
        await RingAsync(_alice);
        await RingAsync(_carol);
        await _phone.ChooseAsync(ChosenStatus.Busy);
        await HearsBusyAsync(_alice);
        await HearsBusyAsync(_carol);
        foreach (var device in (CallNode.Line[])[_laptop, _phone])
            Assert.Equal(["alice", "carol"], ((string?[])[await MissesAsync(device), await MissesAsync(device)]).Order());
        Assert.Empty((await _node.ConnectAsync("bob", "tablet")).Calls);
    }

    [Fact]
    public async Task Should_stop_ringing_everywhere_when_one_device_declines_as_busy()
    {
        var first = await RingAsync(_alice);
        _phone.Send("call.decline", new { callId = first, reason = "busy" });
        Assert.Equal("busy", (await _alice.UntilAsync("call.declined")).GetProperty("reason").GetString());
        await _laptop.UntilAsync("call.ended");
        await _phone.UntilAsync("call.ended");
        Assert.Empty((await _node.ConnectAsync("bob", "tablet")).Calls);
    }

    [Fact]
    public async Task Should_silence_an_invisible_users_devices_without_a_word_to_their_caller()
    {
        await _phone.ChooseAsync(ChosenStatus.Invisible);
        var call = await RingAsync(_carol);
        await _carol.NextAsync("call.started");
        _laptop.Send("call.start", new { user = "alice", media = "audio", key = "b" });
        foreach (var device in (CallNode.Line[])[_laptop, _phone])
            Assert.Equal("busy", (await device.UntilAsync("call.ended")).GetProperty("reason").GetString());
        _carol.Send("call.cancel", new { callId = call });
        await _carol.NextAsync("call.ok");
        Assert.Equal("cancelled", (await _carol.NextAsync("call.ended")).GetProperty("reason").GetString());
        await MissesItEverywhereAsync("carol");
    }

    private static async Task HearsBusyAsync(CallNode.Line caller)
    {
        Assert.Equal("bob", (await caller.UntilAsync("call.busy")).GetProperty("user").GetString());
        Assert.Equal("busy", (await caller.UntilAsync("call.ended")).GetProperty("reason").GetString());
    }

    private static async Task<string?> MissesAsync(CallNode.Line device) => (await device.UntilAsync("call.missed")).GetProperty("from").GetString();

    private async Task MissesItEverywhereAsync(string from)
    {
        Assert.Equal(from, await MissesAsync(_laptop));
        Assert.Equal(from, await MissesAsync(_phone));
    }

    // Bob is called, in a room or directly, and it rings at both of his devices.
    private async Task<string> RingAsync(CallNode.Line caller, RoomId? room = null)
    {
        caller.Send("call.start", room is { } group ? new { room = group.Value, media = "audio", key = "k" } : (object)new { user = "bob", media = "audio", key = "k" });
        await _phone.UntilAsync("call.incoming");
        return (await _laptop.UntilAsync("call.incoming")).GetProperty("call").GetProperty("id").GetString()!;
    }
}
