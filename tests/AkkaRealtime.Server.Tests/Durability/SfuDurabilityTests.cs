using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Durability;

/// <summary>Calls by a real Janus over SIGKILLs of the server: each goes on where it was, and no room stays that nobody needs. Without media.</summary>
public sealed class SfuDurabilityTests
{
    private const string JanusIsThere = "is connected: calls of five";

    [SkippableFact]
    public async Task Kill_WhileACallGoesByJanus_ItGoesOnThereAndItsRoomEndsWithIt()
    {
        Need.Janus();
        await using var janus = await JanusProcess.StartAsync();
        await using var server = await ServerProcess.StartAsync(new ServerSettings { Options = JanusProcess.Options(janus) });
        await server.LoggedAsync(JanusIsThere);
        await using var group = await SfuGroup.SignInAsync(server);
        await group.FourTalkAsync();
        Assert.Equal("sfu", SfuGroup.ModeOf(await group.FifthAsync()));
        Assert.Equal("sfu", (await group.Clients[0].WaitForAsync("call.mode"))["mode"]);
        await group.Clients[0].WaitForAsync("call.updated", e => SfuGroup.ModeOf(e) == "sfu");
        var room = Assert.Single(await janus.RoomsAsync()).Key;

        await server.KillAsync();
        await StartAgainAsync(server);
        await group.ConnectAsync();
        foreach (var client in group.Clients)
            Assert.Equal("sfu", SfuGroup.ModeOf(await client.RequestAsync("call.join", new { callId = group.CallId })));
        Assert.Equal(room, Assert.Single(await janus.RoomsAsync()).Key);
        await group.EndAsync();
        await janus.UntilRoomsAsync(0);
    }

    [SkippableFact]
    public async Task Kill_JustAfterTheEnd_LeavesNoRoom()
    {
        Need.Janus();
        await using var janus = await JanusProcess.StartAsync();
        await using var server = await ServerProcess.StartAsync(new ServerSettings { Options = JanusProcess.Options(janus) });
        await server.LoggedAsync(JanusIsThere);
        await using var group = await SfuGroup.SignInAsync(server);
        await group.FourTalkAsync();
        await group.FifthAsync();

        // Janus hears nothing of the end before the server is gone, and what it heard by then is of a socket that is gone.
        janus.Pause();
        await group.EndAsync();
        await server.KillAsync();
        janus.Resume();
        await StartAgainAsync(server);
        await group.ConnectAsync();
        await janus.UntilRoomsAsync(0);
    }

    [SkippableFact]
    public async Task Kill_WhileTheRoomIsMade_LeavesNoRoomOnceTheCallEnds()
    {
        Need.Janus();
        await using var janus = await JanusProcess.StartAsync();
        await using var between = new HalfRelay(janus.Port);
        var options = JanusProcess.Options(janus);
        options["AkkaRealtime:Calls:Janus:0:Url"] = $"ws://127.0.0.1:{between.Port}";
        await using var server = await ServerProcess.StartAsync(new ServerSettings { Options = options });
        await server.LoggedAsync(JanusIsThere);
        await using var group = await SfuGroup.SignInAsync(server);
        await group.FourTalkAsync();

        // Janus has made the room, and the server does not hear of it any more.
        between.Hold();
        await group.Clients[4].SendAsync("call.accept", new { callId = group.CallId });
        await janus.UntilRoomsAsync(1);
        await server.KillAsync();
        between.LetGo();

        await StartAgainAsync(server);
        await group.ConnectAsync();
        await group.Clients[0].RequestAsync("call.join", new { callId = group.CallId });
        await group.EndAsync();
        await janus.UntilRoomsAsync(0);
    }

    private static async Task StartAgainAsync(ServerProcess server)
    {
        await server.StartAgainAsync();
        await server.UntilMetricAsync("akkarealtime_sfu_sessions", " 1");
    }
}
