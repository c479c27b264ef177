using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Bad input in a call: refused by the named error, nothing relayed, and the call goes on.</summary>
[Collection(SharedCallServer.Name)]
public sealed class CallLimitsTests(CallServer calls)
{
    [Fact]
    public async Task Signal_ToOrFromSomebodyWhoIsNotInTheCall_IsRefused()
    {
        await using var alice = await RawClient.NewAsync(calls.Server, "Alice", "a");
        await using var bob = await RawClient.NewAsync(calls.Server, "Bob", "b");
        await using var eve = await RawClient.NewAsync(calls.Server, "Eve", "x");
        var callId = await TalkAsync(alice, bob);

        Assert.Equal("not-found", await alice.RefusalAsync("call.signal", Candidate(callId, eve.Participant())));
        Assert.Equal("not-found", await alice.RefusalAsync("call.signal", Candidate(callId, $"{bob.User}/phone")));
        Assert.Equal("bad-request", await alice.RefusalAsync("call.signal", Candidate(callId, alice.Participant())));
        Assert.Equal("bad-request", await alice.RefusalAsync("call.signal", Candidate(callId, bob.User)));
        Assert.Equal("not-found", await eve.RefusalAsync("call.signal", Candidate(callId, bob.Participant())));
        foreach (var request in (string[])["call.media", "call.ice", "call.stats", "call.leave", "call.end", "call.cancel", "call.accept", "call.decline", "call.join"])
            Assert.Equal("not-found", await eve.RefusalAsync(request, new { callId, audio = true, video = true, screen = false }));
        Assert.Equal("not-found", await eve.RefusalAsync("call.reaction", new { callId, emoji = "👍" }));
        Assert.Equal("not-found", await eve.RefusalAsync("call.mute", new { callId, participant = bob.Participant() }));
        Assert.Equal("not-found", await eve.RefusalAsync("call.invite", new { callId, users = (string[])[eve.User] }));

        await AssertGoesOnAsync(alice, bob, callId);
        await eve.AssertNoneAsync("call.signal");
    }

    [Fact]
    public async Task Signal_OfACallThatHasEnded_IsRefused()
    {
        await using var carol = await RawClient.NewAsync(calls.Server, "Carol", "c");
        await using var dave = await RawClient.NewAsync(calls.Server, "Dave", "d");
        var callId = await TalkAsync(carol, dave);
        await carol.RequestAsync("call.leave", new { callId });
        await dave.WaitForAsync("call.ended");
        Assert.Equal("conflict", await carol.RefusalAsync("call.signal", Candidate(callId, dave.Participant())));
        Assert.Equal("conflict", await dave.RefusalAsync("call.reaction", new { callId, emoji = "👍" }));
        Assert.Equal("conflict", await dave.RefusalAsync("call.join", new { callId }));
        Assert.Equal("not-found", await dave.RefusalAsync("call.join", new { callId = callId[..33] + new string('0', 32) }));
        await dave.AssertNoneAsync("call.signal");
    }

    [Fact]
    public async Task Signal_OverLong_IsTooLarge()
    {
        await using var erin = await RawClient.NewAsync(calls.Server, "Erin", "e");
        await using var frank = await RawClient.NewAsync(calls.Server, "Frank", "f");
        var callId = await TalkAsync(erin, frank);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => erin.RequestAsync("call.signal", Offer((48 * 1024) + 1)));
        Assert.Equal(("too-large", "description"), (refused.Code, refused.Error["field"]));
        refused = await Assert.ThrowsAsync<RefusedException>(() => erin.RequestAsync(
            "call.signal", new { callId, to = frank.Participant(), candidate = new { candidate = new string('c', 5_000) } }));
        Assert.Equal(("too-large", "candidate"), (refused.Code, refused.Error["field"]));
        await frank.AssertNoneAsync("call.signal");

        await erin.SendAsync("call.signal", Offer(48 * 1024));
        Assert.Equal(48 * 1024, (await frank.WaitForAsync("call.signal")).Data.GetProperty("description").GetProperty("sdp").GetString()!.Length);
        await AssertGoesOnAsync(erin, frank, callId);

        object Offer(int bytes) => new { callId, to = frank.Participant(), description = new { type = "offer", sdp = new string('v', bytes) } };
    }

    [Fact]
    public async Task Signal_Flood_IsLimitedForEachParticipant()
    {
        await using var gina = await RawClient.NewAsync(calls.Server, "Gina", "g");
        await using var hugo = await RawClient.NewAsync(calls.Server, "Hugo", "h");
        var callId = await TalkAsync(gina, hugo);
        const int sent = 1_000;
        for (var n = 0; n < sent; n++)
            await gina.SendAsync("call.signal", Candidate(callId, hugo.Participant()));
        await gina.RequestAsync("session.ping");

        // What is relayed and what is refused is all there is; how much is refilled meanwhile depends on the machine.
        var refused = await gina.WaitForAsync("error", e => e["code"] == "rate-limited");
        Assert.InRange(refused.Number("retryAfterMs"), 1, 50);

        // The flooder's budget is its own: the other one is heard at once.
        await hugo.SendAsync("call.signal", Candidate(callId, gina.Participant()));
        await gina.WaitForAsync("call.signal", e => e["from"] == hugo.Participant());
        await hugo.RequestAsync("session.ping");
        var relayed = hugo.Seen.Count(e => e.Type == "call.signal");
        Assert.InRange(relayed, 100, sent - 1);
        Assert.Equal("call.ok", (await hugo.RequestAsync("call.leave", new { callId })).Type);
    }

    [Fact]
    public async Task Stats_OutOfRange_AreRefused_AndOthersAreMetrics()
    {
        await using var ivan = await RawClient.NewAsync(calls.Server, "Ivan", "i");
        await using var jane = await RawClient.NewAsync(calls.Server, "Jane", "j");
        var callId = await TalkAsync(ivan, jane);
        foreach (var (field, value) in ((string, double)[])[("rttMs", -1), ("lossPct", 101), ("jitterMs", 600_001), ("bitrateKbps", 1e8)])
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(() => ivan.RequestAsync("call.stats", new Dictionary<string, object> { ["callId"] = callId, [field] = value }));
            Assert.Equal(("bad-request", field), (refused.Code, refused.Error["field"]));
        }

        await ivan.SendAsync("call.stats", new { callId, rttMs = 42, lossPct = 1.5, jitterMs = 3, bitrateKbps = 900 });
        foreach (var metric in (string[])["rtt", "loss", "jitter", "bitrate"])
            await calls.Server.UntilMetricAsync($"akkarealtime_calls_{metric}", "_count", " 1");
        await AssertGoesOnAsync(ivan, jane, callId);
    }

    private static async Task<string> TalkAsync(RawClient one, RawClient other)
    {
        var callId = await one.CallAsync(other);
        await other.AcceptAsync(callId);
        await one.WaitForAsync("call.participant-joined");
        return callId;
    }

    private static async Task AssertGoesOnAsync(RawClient one, RawClient other, string callId)
    {
        await one.SendAsync("call.signal", new { callId, to = other.Participant(), candidate = new { last = true } });
        var signal = await other.WaitForAsync("call.signal");
        Assert.True(signal.Data.GetProperty("candidate").TryGetProperty("last", out _), $"Something was relayed that should not have been: {signal}");
    }

    private static object Candidate(string callId, string to) => new { callId, to, candidate = new { candidate = "" } };
}
