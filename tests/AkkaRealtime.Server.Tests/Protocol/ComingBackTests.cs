using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Who comes back into a call, who doesn't, and who comes into a room where one goes on (protocol §4).</summary>
public abstract class ComingBackTests(IServerFixture fixture) : ChatTest(fixture)
{
    [SkippableFact]
    public async Task Caller_GoneWhileItRings_IsAMissedCallAfterSeconds()
    {
        var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var callId = await alice.CallAsync(bob);
        await bob.WaitForAsync("call.incoming", e => CallTalk.IdOf(e) == callId);
        await alice.DisposeAsync();
        Assert.Equal("cancelled", (await bob.WaitForAsync("call.ended", e => e["callId"] == callId))["reason"]);
        await bob.WaitForAsync("call.missed", e => e["callId"] == callId);
        Assert.Equal("conflict", await bob.RefusalAsync("call.accept", new { callId }));
    }

    [SkippableFact]
    public async Task Caller_BackWhileItRings_IsTheCaller_AndNothingSaidToThePageBeforeReachesTheNewOne()
    {
        var page = await ClientAsync();
        await using var bob = await ClientAsync();
        var callId = await page.CallAsync(bob);
        await page.WaitForAsync("call.ringing");
        await page.DisposeAsync();
        await using var alice = await RawClient.SignInAsync(Server, page.User, page.Device);
        Assert.Equal([callId], alice.Calls());
        var back = await alice.RequestAsync("call.join", new { callId });
        Assert.Equal("ringing", back.Data.GetProperty("call").GetProperty("state").GetString());
        Assert.Equal(bob.User, (await alice.WaitForAsync("call.ringing"))["user"]);
        await bob.AcceptAsync(callId);
        var joined = await alice.WaitForAsync("call.participant-joined", e => e["participant"] == bob.Participant());

        var entry = back.Data.GetProperty("call").GetProperty("participants")[0].GetProperty("entry").GetInt32();
        Assert.Equal(entry + 1, joined.Data.GetProperty("entry").GetInt32());
        Assert.Equal("conflict", await bob.RefusalAsync("call.signal", new { callId, to = alice.Participant(), entry = entry - 1, candidate = new { candidate = "old" } }));
        await bob.SendAsync("call.signal", new { callId, to = alice.Participant(), entry, candidate = new { candidate = "new" } });
        Assert.Contains("new", (await alice.WaitForAsync("call.signal")).Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Member_AddedOrJoiningWhileACallGoesOn_HearsOfItAtOnce()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        await using var carol = await ClientAsync();
        var group = await RoomAsync("group", alice, bob);
        var callId = CallTalk.IdOf(await alice.RequestAsync("call.start", new { room = group, media = "audio", key = "k" }));
        await bob.AcceptAsync(callId);
        await alice.RequestAsync("chat.invite", new { room = group, users = new[] { carol.User } });
        await carol.WaitForAsync("call.updated", e => CallTalk.IdOf(e) == callId);
        Assert.Equal("call.joined", (await carol.RequestAsync("call.join", new { callId })).Type);
        await alice.RequestAsync("call.end", new { callId });
        await carol.WaitForAsync("call.ended", e => e["callId"] == callId);

        var channel = await RoomAsync("channel", alice);
        callId = CallTalk.IdOf(await alice.RequestAsync("call.start", new { room = channel, media = "audio", key = "k" }));
        await carol.RequestAsync("chat.join", new { room = channel });
        await carol.WaitForAsync("call.updated", e => CallTalk.IdOf(e) == callId);
    }
}

/// <summary>On SQLite.</summary>
[Collection(SharedServer.Name)]
public sealed class ComingBackOnSqliteTests(ServerFixture fixture) : ComingBackTests(fixture);

/// <summary>On PostgreSQL.</summary>
[Collection(SharedPostgresServer.Name)]
public sealed class ComingBackOnPostgresTests(PostgresServerFixture fixture) : ComingBackTests(fixture);
