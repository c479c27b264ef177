using System.Text;
using AkkaRealtime.Server.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AkkaRealtime.Server.Tests.Admin;

/// <summary>What goes is gone: from the log, from the files, and over a SIGKILL in the middle.</summary>
public sealed class ErasureTests
{
    private const int Rooms = 40;
    private const int Messages = 15;
    private const string Secret = "zyxgeheimnis";

    [Fact]
    public async Task Erasure_KilledInTheMiddle_FinishesAfterTheRestart_AndLeavesTheWordsNowhere()
    {
        await using var server = await AdminClient.StartAsync();
        using var admin = new AdminClient(server);
        var alice = await SignedIn.ByNameAsync(server.Url, "Alice");
        var bob = await SignedIn.ByNameAsync(server.Url, "Bob");
        var rooms = await TalkAsync(server, admin, alice, bob);
        await using (var online = await RawClient.ConnectAsync(server.SocketUrl, alice.Token))
        {
            await online.RequestAsync("status.set", new { status = "busy", text = Secret });
            await admin.DoAsync(HttpMethod.Post, $"users/{alice.User}/erasure");
            Assert.Equal(4410, (await online.Closed).Code);
        }

        var middle = await admin.UntilAsync($"users/{alice.User}/erasure", e => e.GetProperty("events").GetInt64() > 0);
        await server.KillAsync();
        await server.StartAgainAsync();
        var done = await admin.UntilAsync($"users/{alice.User}/erasure", e => e.GetProperty("state").GetString() == "finished");

        Assert.Equal("running", middle.GetProperty("state").GetString());
        Assert.InRange(middle.GetProperty("events").GetInt64(), 1, (Rooms * Messages) - 1);
        Assert.InRange(done.GetProperty("events").GetInt64(), middle.GetProperty("events").GetInt64(), Rooms * Messages);
        AssertNowhere(server.DataDirectory, Secret);
        Assert.Equal("Deleted user", (await admin.GetAsync($"users/{alice.User}")).GetProperty("name").GetString());
        await AssertLogsAsync(server, bob, alice.User, rooms);
    }

    [Fact]
    public async Task Retention_OfOldMessages_EmptiesThem_TellsWhoIsThere_AndKeepsEverySeq()
    {
        await using var server = await AdminClient.StartAsync();
        using var admin = new AdminClient(server);
        var alice = await SignedIn.ByNameAsync(server.Url, "Alice");
        var room = await admin.CreateRoomAsync("Room", alice.User);
        await using (var early = await RawClient.ConnectAsync(server.SocketUrl, alice.Token))
        {
            for (var i = 0; i < 5; i++)
                await early.RequestAsync("chat.send", new { room, key = $"old{i}", text = $"{Secret} {i}" });
        }

        // Ten days pass.
        Assert.Equal(0, await server.StopAsync());
        await Execute(server.DataDirectory, "UPDATE events SET at = at - 10 * 86400000");
        await server.StartAgainAsync();
        await using var client = await RawClient.ConnectAsync(server.SocketUrl, alice.Token);
        await client.RequestAsync("chat.send", new { room, key = "new", text = "still here" });
        await admin.DoAsync(HttpMethod.Put, $"rooms/{room}/retention", new { days = 7 });

        var expired = await client.WaitForAsync("chat.expired", e => e["room"] == room);
        var history = await client.RequestAsync("chat.history", new { room, limit = 50 });
        await client.RequestAsync("chat.sync", new { rooms = new Dictionary<string, int> { [room] = 0 } });
        var events = await client.WaitForAsync("chat.events", e => e["room"] == room);

        Assert.Equal(6, expired.Number("upTo"));
        Assert.Equal("still here", Assert.Single(history.Data.GetProperty("messages").EnumerateArray()).GetProperty("text").GetString());
        Assert.Equal(Enumerable.Range(1, 7), events.Data.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("data").GetProperty("seq").GetInt32()));
        Assert.DoesNotContain(Secret, events.Text, StringComparison.Ordinal);
        Assert.Equal(6, (await admin.GetAsync($"rooms/{room}/retention")).GetProperty("expiredUpTo").GetInt64());
        await server.UntilMetricAsync("akkarealtime_retention_events_total", " 5");
        await server.LoggedAsync("5 events were past their time");
        Assert.Equal(0, await server.StopAsync());
        AssertNowhere(server.DataDirectory, Secret);
    }

    private static async Task<IReadOnlyList<string>> TalkAsync(ServerProcess server, AdminClient admin, SignedIn alice, SignedIn bob)
    {
        var rooms = new List<string>();
        await using var a = await RawClient.ConnectAsync(server.SocketUrl, alice.Token);
        await using var b = await RawClient.ConnectAsync(server.SocketUrl, bob.Token);
        for (var r = 0; r < Rooms; r++)
        {
            var room = await admin.CreateRoomAsync($"Room {r}", bob.User, alice.User);
            rooms.Add(room);
            await Task.WhenAll(Enumerable.Range(0, Messages).SelectMany(i => new[]
            {
                a.RequestAsync("chat.send", new { room, key = $"{r}-{i}", text = $"{Secret} {i}" }),
                b.RequestAsync("chat.send", new { room, key = $"{r}-{i}", text = $"harmless {i}" }),
            }));
        }

        return rooms;
    }

    // As a client that knows nothing yet.
    private static async Task AssertLogsAsync(ServerProcess server, SignedIn reader, string erased, IReadOnlyList<string> rooms)
    {
        await using var client = await RawClient.ConnectAsync(server.SocketUrl, reader.Token);
        await client.RequestAsync("chat.sync", new { rooms = rooms.ToDictionary(r => r, _ => 0) });
        foreach (var room in rooms)
        {
            var page = await client.WaitForAsync("chat.events", e => e["room"] == room);
            var events = page.Data.GetProperty("events").EnumerateArray().ToList();
            Assert.Equal(Enumerable.Range(1, (int)page.Number("head")), events.Select(e => e.GetProperty("data").GetProperty("seq").GetInt32()));
            var texts = events.Where(e => e.GetProperty("type").GetString() == "chat.message").Select(e => e.GetProperty("data")).ToLookup(
                m => m.GetProperty("by").GetString()!, m => m.GetProperty("text").GetString()!);
            Assert.Equal(Enumerable.Repeat("", Messages), texts[erased]);
            Assert.Equal(Enumerable.Range(0, Messages).Select(i => $"harmless {i}").Order(StringComparer.Ordinal), texts[reader.User].Order(StringComparer.Ordinal));
            Assert.Contains(events, e => e.GetProperty("type").GetString() == "chat.erased" && e.GetProperty("data").GetProperty("user").GetString() == erased);
        }
    }

    private static void AssertNowhere(string directory, string word)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "server.lock"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            Assert.False(reader.ReadToEnd().Contains(word, StringComparison.Ordinal), $"{word} stands in {file}");
        }
    }

    private static async Task Execute(string directory, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "realtime.db")};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
