using System.Net;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Admin;

// Calls that go on, and ending one.
public abstract partial class AdminApiTests
{
    [SkippableFact]
    public async Task Calls_AreListedWhileTheyRingAndGoOn_AndEndedForEverybody()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        await using var bob = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = await Admin.CreateRoomAsync("Stand-up", alice.User, bob.User);
        var call = (await alice.RequestAsync("call.start", new { room, media = "video", key = "k" })).Data.GetProperty("call").GetProperty("id").GetString()!;

        var ringing = await OfAsync();
        Assert.Equal(("Stand-up", "group", "video", "ringing", alice.User), (Text(ringing, "roomName"), Text(ringing, "kind"), Text(ringing, "media"), Text(ringing, "state"), Text(ringing, "host")));
        Assert.Equal([alice.User], People(ringing, "participants"));
        Assert.Equal([bob.User], People(ringing, "ringing"));
        Assert.Equal((await Admin.GetAsync("nodes")).GetProperty("node").GetString(), Text(ringing, "node"));

        await bob.RequestAsync("call.accept", new { callId = call });
        var active = await Admin.UntilAsync("calls", list => Find(list) is { } c && Text(c, "state") == "active");
        Assert.Equal([alice.User, bob.User], People(Find(active)!.Value, "participants"));
        Assert.Equal(0, active.GetProperty("silent").GetArrayLength());

        Assert.Equal(HttpStatusCode.NoContent, (await Admin.SendAsync(HttpMethod.Post, $"calls/{call}/end")).Status);
        foreach (var client in new[] { alice, bob })
            Assert.Equal("host", (await client.WaitForAsync("call.ended", e => e["callId"] == call))["reason"]);
        Assert.Null(Find(await Admin.GetAsync("calls")));
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Post, $"calls/{call}/end")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Post, "calls/nonsense/end")).Status);

        async Task<JsonElement> OfAsync() => Find(await Admin.GetAsync("calls?limit=200"))!.Value;

        JsonElement? Find(JsonElement list) => list.GetProperty("items").EnumerateArray().Where(c => Text(c, "id") == call).Cast<JsonElement?>().SingleOrDefault();

        static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

        static IEnumerable<string?> People(JsonElement of, string name) => of.GetProperty(name).EnumerateArray().Select(u => u.GetString());
    }
}
