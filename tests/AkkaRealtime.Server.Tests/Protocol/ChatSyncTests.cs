using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Catching up (protocol §3, <c>chat.sync</c>): pages, and what is too much for them.</summary>
public abstract class ChatSyncTests(IServerFixture fixture) : ChatTest(fixture)
{
    [SkippableFact]
    public async Task Sync_ComesInPagesOf200_AndOver1000AsTruncated()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var room = await RoomAsync("group", alice);

        // One request makes many events: a thousand members come in.
        await alice.RequestAsync("chat.invite", new { room, users = Enumerable.Range(0, 998).Select(i => $"{bob.User}.{i}").Append(bob.User) });
        await bob.WaitForAsync("chat.room");

        Assert.Equal("chat.synced", (await bob.RequestAsync("chat.sync", new { rooms = new Dictionary<string, long> { [room] = 0 } })).Type);
        List<long> seqs = [];
        for (var page = 0; page < 5; page++)
        {
            var events = await bob.WaitForAsync("chat.events");
            Assert.Equal((1_000L, "False"), (events.Number("head"), events["truncated"]));
            Assert.InRange(events.Data.GetProperty("events").GetArrayLength(), 1, 200);
            seqs.AddRange(events.Data.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("data").GetProperty("seq").GetInt64()));
        }

        Assert.Equal(Enumerable.Range(1, 1_000).Select(i => (long)i), seqs);
        await bob.AssertNoneAsync("chat.events");

        await SendAsync(alice, room, "one too many");
        await bob.RequestAsync("chat.sync", new { rooms = new Dictionary<string, long> { [room] = 0 } });
        var truncated = await bob.WaitForAsync("chat.events");
        Assert.Equal((1_001L, "True", 0), (truncated.Number("head"), truncated["truncated"], truncated.Data.GetProperty("events").GetArrayLength()));
    }

    [SkippableFact]
    public async Task Sync_TellsNothingOfRoomsThatOneMayNotRead()
    {
        await using var alice = await ClientAsync();
        await using var eve = await ClientAsync();
        var group = await RoomAsync("group", alice);
        var channel = await RoomAsync("channel", alice);
        await SendAsync(alice, group, "closed");
        await SendAsync(alice, channel, "open");
        await eve.RequestAsync("chat.sync", new { rooms = new Dictionary<string, long> { [group] = 0, [channel] = 0, ["0198c0ffee"] = 0 } });
        var events = await eve.WaitForAsync("chat.events");
        Assert.Equal((channel, JsonValueKind.Array), (events["room"], events.Data.GetProperty("events").ValueKind));
        await eve.AssertNoneAsync("chat.events");
    }
}

/// <summary>On SQLite.</summary>
[Collection(SharedServer.Name)]
public sealed class ChatSyncOnSqliteTests(ServerFixture fixture) : ChatSyncTests(fixture);

/// <summary>On PostgreSQL.</summary>
[Collection(SharedPostgresServer.Name)]
public sealed class ChatSyncOnPostgresTests(PostgresServerFixture fixture) : ChatSyncTests(fixture);
