using AkkaRealtime.Server.Tests.Admin;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Polls of the stock server, and what is left of them where the operator doesn't want any. What polls do is specified in AkkaRealtime.Polls.Tests.</summary>
public sealed class PollTests(PollTests.Fixture fixture) : IClassFixture<PollTests.Fixture>
{
    private static readonly string[] Answers = ["Yes", "No"];

    [Fact]
    public async Task Poll_OnTheStockServer_IsUnreadUntilItIsRead_AndCountsVotes()
    {
        await using var alice = await RawClient.NewAsync(fixture.Server, "Alice");
        await using var bob = await RawClient.NewAsync(fixture.Server, "Bob");
        var room = await RoomAsync(alice, bob);
        var poll = (await alice.RequestAsync("poll.open", new { room, key = "k1", question = "Tea?", options = Answers })).Data.GetProperty("poll").GetProperty("id").GetString();

        var opened = await bob.WaitForAsync("poll.opened");
        Assert.Equal(("Tea?", "True"), (opened["question"], opened["unread"]));
        Assert.Equal(1, (await bob.RequestAsync("chat.rooms")).Data.GetProperty("rooms")[0].GetProperty("unread").GetInt32());
        await bob.RequestAsync("poll.vote", new { poll, option = 1 });
        Assert.Equal("[0,1]", (await alice.WaitForAsync("poll.voted")).Data.GetProperty("votes").GetRawText());
    }

    [Fact]
    public async Task Polls_ThatAreOff_AreUnknown_AndWhoIsErasedMeanwhile_HasNoVoteWhenTheyAreOnAgain()
    {
        var data = Directory.CreateTempSubdirectory("akkarealtime-polls-");
        string alice, bob, room, poll;
        await using (var server = await StartAsync(data, "true"))
        {
            await using var author = await RawClient.NewAsync(server, "Alice");
            await using var voter = await RawClient.NewAsync(server, "Bob");
            (alice, bob, room) = (author.User, voter.User, await RoomAsync(author, voter));
            var opened = await author.RequestAsync("poll.open", new { room, key = "k1", question = "Tea?", options = Answers });
            poll = opened.Data.GetProperty("poll").GetProperty("id").GetString()!;
            await voter.RequestAsync("poll.vote", new { poll, option = 0 });
            Assert.Equal("poll", Assert.Single(await CommandsAsync(author, room)));
        }

        await using (var server = await StartAsync(data, "false"))
        {
            await using var author = await RawClient.SignInAsync(server, "Alice", user: alice);
            Assert.Equal("unknown-type", await author.RefusalAsync("poll.get", new { poll }));
            Assert.Empty(await CommandsAsync(author, room));
            using var operating = new AdminClient(server);
            await operating.DoAsync(HttpMethod.Post, $"users/{bob}/erasure");
            await author.WaitForAsync("chat.erased");
        }

        await using (var server = await StartAsync(data, "true"))
        {
            await using var author = await RawClient.SignInAsync(server, "Alice", user: alice);
            Assert.Equal("[0,0]", (await author.RequestAsync("poll.get", new { poll })).Data.GetProperty("poll").GetProperty("votes").GetRawText());
        }

        data.Delete(recursive: true);
    }

    private static Task<ServerProcess> StartAsync(DirectoryInfo data, string enabled) => ServerProcess.StartAsync(new ServerSettings
    {
        DataDirectory = data.FullName,
        Options = new Dictionary<string, string> { ["AkkaRealtime:Polls:Enabled"] = enabled, ["AkkaRealtime:Admin:ApiKeys:0"] = AdminClient.Key },
    });

    private static async Task<IEnumerable<string?>> CommandsAsync(RawClient client, string room) =>
        (await client.RequestAsync("chat.commands", new { room })).Data.GetProperty("commands").EnumerateArray().Select(c => c.GetProperty("name").GetString());

    private static async Task<string> RoomAsync(RawClient by, params RawClient[] others) =>
        (await by.RequestAsync("chat.create", new { kind = "group", name = "Team", members = others.Select(o => o.User).ToArray() })).Data.GetProperty("room").GetProperty("id").GetString()!;

    /// <summary>The stock server.</summary>
    public sealed class Fixture() : ClassServer(new ServerSettings());
}
