using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Protocol §4 for two people, over real sockets, with short deadlines.</summary>
public sealed class CallTests(CallTests.ShortRing fixture) : IClassFixture<CallTests.ShortRing>
{
    private readonly ServerProcess _server = fixture.Server;

    [Fact]
    public async Task Call_RingsEveryDevice_IsAcceptedOnce_SignalsAndEnds()
    {
        await using var alice = await RawClient.SignInAsync(_server, "Alice", "a1");
        await using var phone = await RawClient.SignInAsync(_server, "Bob", "phone");
        await using var laptop = await RawClient.SignInAsync(_server, "Bob", "laptop");
        var call = (await alice.RequestAsync("call.start", new { user = "bob", media = "video", key = "k1" })).Data.GetProperty("call");
        var callId = call.GetProperty("id").GetString()!;
        Assert.Equal("ringing", call.GetProperty("state").GetString());
        var incoming = await phone.WaitForAsync("call.incoming");
        Assert.Equal(callId, incoming.Data.GetProperty("call").GetProperty("id").GetString());
        await laptop.WaitForAsync("call.incoming");
        await using var late = await RawClient.SignInAsync(_server, "Bob", "tablet");
        Assert.Equal(1, late.Ready!.Data.GetProperty("calls").GetArrayLength());

        var joined = await phone.RequestAsync("call.accept", new { callId });
        Assert.Equal("call.joined", joined.Type);
        var servers = joined.Data.GetProperty("iceServers");
        Assert.Contains("stun:127.0.0.1:3478", servers.ToString(), StringComparison.Ordinal);
        Assert.Matches("\"username\":\\s*\"\\d+:", servers.GetRawText());
        Assert.Equal(callId, (await laptop.WaitForAsync("call.answered-elsewhere"))["callId"]);
        await alice.WaitForAsync("call.participant-joined", e => e["participant"] == "bob/phone");
        Assert.Equal("conflict", await laptop.RefusalAsync("call.accept", new { callId }));

        for (var i = 0; i < 20; i++)
            await alice.SendAsync("call.signal", new { callId, to = "bob/phone", candidate = new { n = i } });
        for (var i = 0; i < 20; i++)
        {
            var signal = await phone.WaitForAsync("call.signal");
            Assert.Equal(("alice/a1", i), (signal["from"], signal.Data.GetProperty("candidate").GetProperty("n").GetInt32()));
        }

        await phone.SendAsync("call.media", new { callId, audio = true, video = false, screen = false });
        Assert.Equal("False", (await alice.WaitForAsync("call.media"))["video"]);
        Assert.Equal("call.ok", (await phone.RequestAsync("call.leave", new { callId })).Type);
        Assert.Equal("hangup", (await alice.WaitForAsync("call.ended"))["reason"]);
        var logged = await alice.WaitForAsync("chat.call");
        Assert.Equal(callId, logged["callId"]);
    }

    [Fact]
    public async Task Accept_ADeviceThatWasOffline_FindsTheCallAndDoesNotRing()
    {
        await using var alice = await RawClient.SignInAsync(_server, "Grace", "g1");
        await using var phone = await RawClient.SignInAsync(_server, "Heidi", "phone");
        var callId = await StartAsync(alice, "heidi", "k1");
        await phone.AcceptAsync(callId);
        await using var tablet = await RawClient.SignInAsync(_server, "Heidi", "tablet");
        var call = Assert.Single(tablet.Ready!.Data.GetProperty("calls").EnumerateArray());
        Assert.Equal((callId, "active", 0), (call.GetProperty("id").GetString(), call.GetProperty("state").GetString(), call.GetProperty("ringing").GetArrayLength()));
        await tablet.AssertNoneAsync("call.incoming");
        await phone.RequestAsync("call.leave", new { callId });
        await using var laptop = await RawClient.SignInAsync(_server, "Heidi", "laptop");
        Assert.Empty(laptop.Calls());
    }

    [Fact]
    public async Task Decline_Cancel_Timeout_EndAsTheyAreCalled()
    {
        await using var carol = await RawClient.SignInAsync(_server, "Carol", "c");
        await using var dave = await RawClient.SignInAsync(_server, "Dave", "d");
        var declined = await StartAsync(carol, "dave", "k1");
        await dave.WaitForAsync("call.incoming");
        await dave.RequestAsync("call.decline", new { callId = declined });
        Assert.Equal("declined", (await carol.WaitForAsync("call.ended", e => e["callId"] == declined))["reason"]);

        var cancelled = await StartAsync(carol, "dave", "k2");
        await dave.WaitForAsync("call.incoming");
        await carol.RequestAsync("call.cancel", new { callId = cancelled });
        Assert.Equal("cancelled", (await dave.WaitForAsync("call.ended", e => e["callId"] == cancelled))["reason"]);

        var missed = await StartAsync(carol, "dave", "k3");
        await dave.WaitForAsync("call.incoming");
        Assert.Equal("timeout", (await carol.WaitForAsync("call.ended", e => e["callId"] == missed))["reason"]);
        Assert.Equal(missed, (await dave.WaitForAsync("call.missed", e => e["callId"] == missed))["callId"]);
    }

    [Fact]
    public async Task Glare_BothStart_IsOneCallThatBothAreIn()
    {
        await using var erin = await RawClient.SignInAsync(_server, "Erin", "e");
        await using var frank = await RawClient.SignInAsync(_server, "Frank", "f");
        await erin.RequestAsync("chat.direct", new { user = "frank" });
        var calls = await Task.WhenAll(StartAsync(erin, "frank", "k"), StartAsync(frank, "erin", "k"));
        Assert.Equal(calls[0], calls[1]);
    }

    [Fact]
    public async Task Signal_ByAStranger_IsRefused()
    {
        await using var gina = await RawClient.SignInAsync(_server, "Gina", "g");
        await using var hugo = await RawClient.SignInAsync(_server, "Hugo", "h");
        await using var eve = await RawClient.SignInAsync(_server, "Eve", "x");
        var callId = await StartAsync(gina, "hugo", "k");
        await hugo.WaitForAsync("call.incoming");
        await hugo.RequestAsync("call.accept", new { callId });
        Assert.Equal("not-found", await eve.RefusalAsync("call.signal", new { callId, to = "hugo/h", candidate = new { } }));
        Assert.Equal("not-found", await eve.RefusalAsync("call.accept", new { callId }));
        await hugo.AssertNoneAsync("call.signal");
    }

    private static async Task<string> StartAsync(RawClient client, string user, string key) =>
        (await client.RequestAsync("call.start", new { user, media = "audio", key })).Data.GetProperty("call").GetProperty("id").GetString()!;

    public sealed class ShortRing() : ClassServer(new ServerSettings
    {
        Options = new Dictionary<string, string>
        {
            ["AkkaRealtime:Calls:RingMs"] = "3000",
            ["AkkaRealtime:Calls:Stun:0"] = "stun:127.0.0.1:3478",
            ["AkkaRealtime:Calls:Turn:0"] = "turn:127.0.0.1:3478?transport=udp",
            ["AkkaRealtime:Calls:TurnSecret"] = "secret",
        },
    });
}
