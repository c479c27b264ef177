using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests;

/// <summary>Calls by a real Janus over crashes of the server: no room stays that nobody needs. No media: only what is agreed upon.</summary>
public sealed class SfuDurabilityTests
{
    [SkippableFact]
    public async Task Kill_WhileACallGoesByJanus_ItGoesOnThereAndItsRoomEndsWithIt()
    {
        Need.Janus();
        await using var network = await NetworkNamespace.CreateAsync();
        await using var janus = await JanusProcess.StartAsync(network);
        await using var server = await ServerProcess.StartAsync(new ServerSettings { Network = network, Options = JanusProcess.Options });
        await server.LoggedAsync("is there: calls of five");
        var people = await SignInAsync(server, 5);
        string callId;
        long room;
        await using (var call = await SfuCall.StartAsync(server, people))
        {
            callId = call.Id;
            room = Assert.Single(await janus.RoomsAsync());
            Assert.Contains("sfu", await call.ModesSeenAsync());
            await server.KillAsync();
        }

        await server.StartAgainAsync();
        await server.LoggedAsync("is there: calls of five");
        await using (var again = await SfuCall.JoinAsync(server, people, callId))
        {
            Assert.Equal("sfu", again.Mode);
            Assert.Equal([room], await janus.RoomsAsync());
            await again.Clients[0].RequestAsync("call.end", new { callId });
            await again.Clients[1].WaitForAsync("call.ended");
        }

        Assert.Empty(await janus.UntilRoomsAsync(0));
    }
}
