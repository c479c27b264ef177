using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Durability;

/// <summary>SIGKILL at every point of a call: what was told is so afterwards, and nothing that is over comes back.</summary>
public sealed class CallDurabilityTests
{
    [Fact]
    public async Task Kill_AtAnyPointOfACall_TakesNothingBackThatWasTold()
    {
        await using var server = await ServerProcess.StartAsync();
        var (alice, bob) = (await SignedIn.ByNameAsync(server.Url, "Alice"), await SignedIn.ByNameAsync(server.Url, "Bob"));

        var callId = await WhileItRingsAsync(server, alice, bob);
        await JustAfterAcceptAsync(server, alice, bob, callId);
        await InTheCallAsync(server, alice, bob, callId);
        await JustAfterTheEndAsync(server, alice, bob, callId);
    }

    private static async Task<string> WhileItRingsAsync(ServerProcess server, SignedIn alice, SignedIn bob)
    {
        string before;
        await using (var caller = await ConnectAsync(server, alice))
        await using (var callee = await ConnectAsync(server, bob))
        {
            before = await caller.CallAsync(callee);
            await callee.WaitForAsync("call.incoming");
            await server.KillAsync();
        }

        // Ringing waits for no disk: the caller's client asks again with the same key, and it is one call, whether the store had it or not.
        await server.StartAgainAsync();
        await using var again = await ConnectAsync(server, alice);
        await using var rung = await ConnectAsync(server, bob);
        var callId = await again.CallAsync(rung);
        Assert.All(again.Calls(), c => Assert.Equal((before, before), (c, callId)));
        if (!rung.Calls().Contains(callId))
            await rung.WaitForAsync("call.incoming", e => CallTalk.IdOf(e) == callId);
        Assert.Equal("call.joined", (await rung.RequestAsync("call.accept", new { callId })).Type);
        await server.KillAsync();
        return callId;
    }

    private static async Task JustAfterAcceptAsync(ServerProcess server, SignedIn alice, SignedIn bob, string callId)
    {
        await server.StartAgainAsync();
        await using var caller = await ConnectAsync(server, alice);
        await using var callee = await ConnectAsync(server, bob);
        foreach (var client in (RawClient[])[caller, callee])
        {
            Assert.Equal([callId], client.Calls());
            var call = client.Ready!.Data.GetProperty("calls")[0];
            Assert.Equal(("active", 2), (call.GetProperty("state").GetString(), call.GetProperty("participants").GetArrayLength()));
        }

        await JoinBothAsync(caller, callee, callId);
        await callee.SendAsync("call.media", new { callId, audio = false, video = true, screen = true });
        await caller.WaitForAsync("call.media", e => e["screen"] == "True");
        await server.KillAsync();
    }

    private static async Task InTheCallAsync(ServerProcess server, SignedIn alice, SignedIn bob, string callId)
    {
        await server.StartAgainAsync();
        await using var caller = await ConnectAsync(server, alice);
        await using var callee = await ConnectAsync(server, bob);
        await JoinBothAsync(caller, callee, callId);
        await caller.RequestAsync("call.leave", new { callId });
        Assert.Equal("hangup", (await callee.WaitForAsync("call.ended"))["reason"]);
        await server.KillAsync();
    }

    private static async Task JustAfterTheEndAsync(ServerProcess server, SignedIn alice, SignedIn bob, string callId)
    {
        await server.StartAgainAsync();
        await using var caller = await ConnectAsync(server, alice);
        await using var callee = await ConnectAsync(server, bob);
        Assert.Empty(caller.Calls());
        Assert.Empty(callee.Calls());
        Assert.Contains(await callee.RefusalAsync("call.join", new { callId }), (string[])["conflict", "not-found"]);
        var entry = (await caller.RequestAsync("call.history")).Data.GetProperty("calls")[0];
        Assert.Equal((callId, "ended", "hangup"), (entry.GetProperty("id").GetString(), entry.GetProperty("state").GetString(), entry.GetProperty("outcome").GetString()));

        // The room learns of the end even where the server died before it could tell it: then or now, and once.
        var room = entry.GetProperty("room").GetString()!;
        await caller.RequestAsync("chat.sync", new { rooms = new Dictionary<string, long> { [room] = 0 } });
        if (!caller.Seen.Any(e => e.Type == "chat.events" && e.Text.Contains("chat.call", StringComparison.Ordinal)))
            await caller.WaitForAsync("chat.call", e => e["callId"] == callId);
    }

    private static async Task JoinBothAsync(RawClient caller, RawClient callee, string callId)
    {
        await caller.RequestAsync("call.join", new { callId });
        var joined = await callee.RequestAsync("call.join", new { callId });
        Assert.Equal(2, joined.Data.GetProperty("call").GetProperty("participants").GetArrayLength());
        await caller.WaitForAsync("call.participant-joined", e => e["participant"] == callee.Participant());
        await callee.SendAsync("call.signal", new { callId, to = caller.Participant(), candidate = new { } });
        await caller.WaitForAsync("call.signal");
    }

    private static Task<RawClient> ConnectAsync(ServerProcess server, SignedIn who) => RawClient.ConnectAsync(server.SocketUrl, who.Token, $"{who.User}-1");
}
