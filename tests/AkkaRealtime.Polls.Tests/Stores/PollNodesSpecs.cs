using System.Net;
using System.Net.Sockets;
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
        var (database, seed) = (cluster.NewDatabase(), FreePort());
        await using var first = await StartAsync(database, seed, seed);
        await using var second = await StartAsync(database, FreePort(), seed);
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

    private static Task<RealtimeTestNode> StartAsync(string database, int port, int seed) => RealtimeTestNode.StartAsync(
        options:
        [
            ("ConnectionStrings:Postgres", database),
            ("Cluster:Port", $"{port}"),
            ("Cluster:SeedNodes:0", $"127.0.0.1:{seed}"),
        ],
        realtime: realtime => realtime.Domain<PollsDomain>());

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
