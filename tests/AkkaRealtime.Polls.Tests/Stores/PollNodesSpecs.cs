using AkkaRealtime.TestKit;
using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Polls.Tests.Stores;

/// <summary>Polls on two nodes that share a database.</summary>
[Collection(PostgresTests.Name)]
public sealed class PollNodesSpecs(PostgresCluster cluster)
{
    // Enough for owners of polls to live on both nodes, and so beside the owner of the room as well as away from it.
    private const int Polls = 12;

    [SkippableFact]
    public async Task Should_bring_votes_from_one_node_to_polls_and_members_on_another()
    {
        var database = cluster.NewDatabase();
        await using var first = await StartAsync(database);
        await using var second = await StartAsync(database);
        var (alice, bob) = (await first.ConnectAsync("alice"), await second.ConnectAsync("bob"));
        var made = await alice.RequestAsync("chat.create", new { kind = "group", name = "Team", members = new[] { "bob" } });
        var room = made.GetProperty("room").GetProperty("id").GetString();
        await bob.NextAsync("chat.room");

        for (var i = 0; i < Polls; i++)
        {
            var opened = await alice.RequestAsync("poll.open", new { room, key = $"k{i}", question = $"{i}?", options = new[] { "Yes", "No" } });
            var poll = opened.GetProperty("poll").GetProperty("id").GetString();
            Assert.Equal((poll, 3 + (2 * i)), Of(await bob.NextAsync("poll.opened")));
            await bob.RequestAsync("poll.vote", new { poll, option = 1 });
            Assert.Equal((poll, 4 + (2 * i)), Of(await alice.NextAsync("poll.voted")));
        }
    }

    private static (string? Poll, int Seq) Of(System.Text.Json.JsonElement e) => (e.GetProperty("poll").GetString(), e.GetProperty("seq").GetInt32());

    private static Task<RealtimeTestNode> StartAsync(string database) => RealtimeTestNode.StartAsync(
        options: [("ConnectionStrings:Postgres", database)],
        realtime: realtime => realtime.Domain<PollsDomain>());
}
