using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Durability;

/// <summary>Several real Januses: calls are spread over them, and go on by another one when one is gone for good. Without media.</summary>
public sealed class SfuSpreadTests
{
    [SkippableFact]
    public async Task TwoCalls_GoByTwoJanuses_AndBothByOneWhenTheOtherIsGoneForGood()
    {
        Need.Janus();
        await using var one = await JanusProcess.StartAsync();
        await using var two = await JanusProcess.StartAsync();
        await using var server = await ServerProcess.StartAsync(new ServerSettings { Options = JanusProcess.Options(one, two) });
        await server.UntilMetricAsync("akkarealtime_sfu_sessions", " 2");
        await using var first = await SfuGroup.SignInAsync(server, "First");
        await using var second = await SfuGroup.SignInAsync(server, "Second");
        foreach (var group in (SfuGroup[])[first, second])
        {
            await group.FourTalkAsync();
            Assert.Equal("sfu", SfuGroup.ModeOf(await group.FifthAsync()));
        }

        var room = Assert.Single(await one.RoomsAsync()).Key;
        Assert.NotEqual(room, Assert.Single(await two.RoomsAsync()).Key);
        await server.UntilMetricAsync("akkarealtime_sfu_rooms", " 2");
        Task<Received>[] told = [NextSessionAsync(first), NextSessionAsync(second)];

        await one.KillAsync();
        var moved = await two.UntilRoomsAsync(2);
        Assert.Contains(room, moved.Keys);
        await server.LoggedAsync("calls to another one");
        var (of, news) = await Task.WhenAny(told) == told[0] ? (first, told[0]) : (second, told[1]);
        Assert.Equal("sfu", (await news)["mode"]);
        await server.UntilMetricAsync("akkarealtime_sfu_sessions", " 1");
        await server.UntilMetricAsync("akkarealtime_sfu_rooms", " 2");
        await of.Clients[4].RequestAsync("call.leave", new { callId = of.CallId });
        await of.Clients[4].RequestAsync("call.join", new { callId = of.CallId });

        // The one comes back empty, and is used again.
        await one.StartAgainAsync();
        await server.UntilMetricAsync("akkarealtime_sfu_sessions", " 2");
        await first.EndAsync();
        await second.EndAsync();
        Assert.Empty(await two.UntilRoomsAsync(0));
        Assert.Empty(await one.RoomsAsync());
    }

    // The first call.mode is that of the move from mesh.
    private static async Task<Received> NextSessionAsync(SfuGroup group)
    {
        var first = await group.Clients[0].WaitForAsync("call.mode");
        var session = SessionOf(first);
        return await group.Clients[0].WaitForAsync("call.mode", e => SessionOf(e) != session);
    }

    private static string? SessionOf(Received mode) => mode.Data.GetProperty("sfu").GetProperty("session").GetString();
}
