using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Who loses the room loses its call, and stops typing; its owners and admins may end the call (protocol §4).</summary>
public abstract class LostRoomTests(IServerFixture fixture) : ChatTest(fixture)
{
    [SkippableFact]
    public async Task Removed_FromTheRoom_RingingStops_AndTheCallCantBeTaken()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        await using var carol = await ClientAsync();
        var room = await RoomAsync("group", alice, bob, carol);
        var callId = CallTalk.IdOf(await bob.RequestAsync("call.start", new { room, media = "audio", key = "k" }));
        await carol.WaitForAsync("call.incoming");

        await alice.RequestAsync("chat.remove", new { room, users = new[] { carol.User } });

        Assert.Equal("removed", (await carol.WaitForAsync("call.ended", e => e["callId"] == callId))["reason"]);
        Assert.Equal("not-found", await carol.RefusalAsync("call.accept", new { callId }));
        Assert.Equal("not-found", await carol.RefusalAsync("call.join", new { callId }));
        Assert.Equal("not-found", await carol.RefusalAsync("call.ice", new { callId }));
        await using var late = await TabAsync(carol);
        Assert.Empty(late.Calls());
        Assert.Equal(0, (await late.RequestAsync("call.history")).Number("missed"));
    }

    [SkippableFact]
    public async Task Removed_FromTheRoom_IsOutOfItsCall_AndNeverItsHost()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        await using var carol = await ClientAsync();
        await using var dave = await ClientAsync();
        var room = await RoomAsync("group", alice, bob, carol, dave);
        var callId = CallTalk.IdOf(await bob.RequestAsync("call.start", new { room, media = "audio", key = "k" }));
        await carol.AcceptAsync(callId);
        await dave.AcceptAsync(callId);
        await carol.WaitForAsync("call.participant-joined", e => e["participant"] == dave.Participant());

        await alice.RequestAsync("chat.remove", new { room, users = new[] { bob.User, carol.User } });

        Assert.Equal("removed", (await bob.WaitForAsync("call.ended", e => e["callId"] == callId))["reason"]);
        Assert.Equal("removed", (await dave.WaitForAsync("call.participant-left", e => e["participant"] == bob.Participant()))["reason"]);
        Assert.Equal(dave.User, (await dave.WaitForAsync("call.host"))["host"]);
        await carol.AssertNoneAsync("call.host");
        Assert.Equal("not-found", await carol.RefusalAsync("call.join", new { callId }));
        Assert.Equal("not-found", await carol.RefusalAsync("call.ice", new { callId }));
        Assert.Equal("not-found", await carol.RefusalAsync("call.signal", new { callId, to = dave.Participant(), description = new { type = "offer", sdp = "v=0" } }));
        Assert.Equal("not-found", await dave.RefusalAsync("call.signal", new { callId, to = carol.Participant(), description = new { type = "offer", sdp = "v=0" } }));
        await using var late = await TabAsync(carol);
        Assert.Empty(late.Calls());
    }

    [SkippableFact]
    public async Task Leave_OfTheCaller_EndsTheCallThatRings()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var room = await RoomAsync("group", alice, bob);
        var callId = CallTalk.IdOf(await bob.RequestAsync("call.start", new { room, media = "audio", key = "k" }));
        await alice.WaitForAsync("call.incoming");

        await bob.RequestAsync("chat.leave", new { room });

        Assert.Equal("cancelled", (await alice.WaitForAsync("call.ended", e => e["callId"] == callId))["reason"]);
        await alice.WaitForAsync("call.missed", e => e["callId"] == callId);
        Assert.Equal("removed", (await bob.WaitForAsync("call.ended"))["reason"]);
        Assert.Equal("cancelled", (await alice.WaitForAsync("chat.call"))["outcome"]);
    }

    [SkippableFact]
    public async Task Owner_OfTheRoom_RemovesFromItsCallAndEndsIt_WithoutBeingInIt()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        await using var carol = await ClientAsync();
        await using var dave = await ClientAsync();
        var room = await RoomAsync("group", alice, bob, carol, dave);
        var callId = CallTalk.IdOf(await bob.RequestAsync("call.start", new { room, media = "audio", key = "k" }));
        await carol.AcceptAsync(callId);
        await dave.AcceptAsync(callId);

        Assert.Equal("forbidden", await carol.RefusalAsync("call.remove", new { callId, user = dave.User }));
        await alice.RequestAsync("call.remove", new { callId, user = carol.User });
        Assert.Equal("host", (await carol.WaitForAsync("call.ended", e => e["callId"] == callId))["reason"]);
        Assert.Equal("forbidden", await dave.RefusalAsync("call.end", new { callId }));
        await alice.RequestAsync("call.end", new { callId });
        Assert.Equal("host", (await bob.WaitForAsync("call.ended", e => e["callId"] == callId))["reason"]);
    }

    [SkippableFact]
    public async Task Removed_FromTheRoom_TypesNoMore()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var room = await RoomAsync("group", alice, bob);
        await UntilFollowedAsync(bob, alice, room);
        await bob.SendAsync("chat.typing", new { room, on = true });
        await alice.WaitForAsync("chat.typing", e => e["on"] == "True");

        await alice.RequestAsync("chat.remove", new { room, users = new[] { bob.User } });

        // Without a word of the server it would last for six seconds, and come after this.
        await alice.WaitForAsync("chat.left");
        await alice.WaitForAsync("chat.typing", e => e["on"] == "False" && e["user"] == bob.User);
    }
}

/// <summary>On SQLite.</summary>
[Collection(SharedServer.Name)]
public sealed class LostRoomOnSqliteTests(ServerFixture fixture) : LostRoomTests(fixture);

/// <summary>On PostgreSQL.</summary>
[Collection(SharedPostgresServer.Name)]
public sealed class LostRoomOnPostgresTests(PostgresServerFixture fixture) : LostRoomTests(fixture);
