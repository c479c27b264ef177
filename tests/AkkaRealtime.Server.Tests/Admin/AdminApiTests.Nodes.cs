using System.Net;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Admin;

public abstract partial class AdminApiTests
{
    [SkippableFact]
    public async Task Nodes_SayWhatTheyAreAndWhatTheyDo()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = await Admin.CreateRoomAsync("Room", alice.User);
        var before = Only(await Admin.GetAsync("nodes"));
        await alice.RequestAsync("chat.send", new { room, key = "one", text = "one" });
        // What was written is counted once it is, and may have been read by then.
        var after = await AnotherProcess.UntilAsync(
            async () => Only(await Admin.GetAsync("nodes")), node => node.GetProperty("messagesOut").GetInt64() > before.GetProperty("messagesOut").GetInt64());

        Assert.True(after.GetProperty("connections").GetInt32() >= 1);
        Assert.True(after.GetProperty("usersOnline").GetInt64() >= 1);
        Assert.True(Counted("messagesIn") >= 1);
        Assert.True(Counted("messagesOut") >= 1);
        Assert.Equal(JsonValueKind.Number, after.GetProperty("queues").GetProperty("journal").ValueKind);
        Assert.False(after.GetProperty("draining").GetBoolean());
        Assert.NotEqual("", after.GetProperty("version").GetString());

        long Counted(string of) => after.GetProperty(of).GetInt64() - before.GetProperty(of).GetInt64();

        static JsonElement Only(JsonElement list)
        {
            var node = Assert.Single(list.GetProperty("nodes").EnumerateArray());
            Assert.Equal(list.GetProperty("node").GetString(), node.GetProperty("address").GetString());
            Assert.Equal("Up", node.GetProperty("status").GetString());
            return node.GetProperty("figures");
        }
    }

    [SkippableFact]
    public async Task Drain_OfNoNode_Is404_AndWithoutAWordOfWhich400()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Post, "nodes/drain", new { address = "akka.tcp://akkarealtime@192.0.2.1:1", draining = true })).Status);
        foreach (var body in (object[])[new { draining = true }, new { address = "akka.tcp://akkarealtime@192.0.2.1:1" }])
            Assert.Equal(HttpStatusCode.BadRequest, (await Admin.SendAsync(HttpMethod.Post, "nodes/drain", body)).Status);
    }
}
