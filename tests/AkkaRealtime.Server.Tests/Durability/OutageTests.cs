using System.Net;
using AkkaRealtime.Server.Tests.Support;
using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Server.Tests.Durability;

/// <summary>What clients and operators see while PostgreSQL is away, and afterwards.</summary>
[Collection(StoppedPostgres.Name)]
public sealed class OutageTests(PostgresFixture fixture)
{
    [SkippableFact]
    public async Task Outage_IsAnsweredWithUnavailable_AndGoesByWithoutATrace()
    {
        await using var server = await ServerProcess.StartAsync(fixture.NewSettings());
        await using var alice = await RawClient.SignInAsync(server, "Alice", "a1");
        await using var bob = await RawClient.SignInAsync(server, "Bob", "b1");
        var room = (await alice.RequestAsync("chat.direct", new { user = "bob" })).Data.GetProperty("room").GetProperty("id").GetString()!;
        await bob.WaitForAsync("chat.room");
        await alice.RequestAsync("chat.send", new { room, key = "before", text = "before" });
        await bob.WaitForAsync("chat.message");
        await bob.RequestAsync("status.set", new { status = "away", text = "Writing" });
        var callId = (await alice.RequestAsync("call.start", new { room, media = "audio", key = "c1" })).Data.GetProperty("call").GetProperty("id").GetString()!;
        await bob.WaitForAsync("call.incoming");
        await bob.RequestAsync("call.accept", new { callId });
        var token = (await SignedIn.ByNameAsync(server.Url, "Alice")).Token;

        fixture.Postgres.Stop(StopMode.Immediate);
        RawClient late;
        try
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(() => alice.RequestAsync("chat.send", new { room, key = "during", text = "during" }));
            Assert.Equal("unavailable", refused.Code);
            Assert.InRange(refused.Error.Number("retryAfterMs"), 1, 60_000);
            await AssertAllAreUnavailableAsync(bob, room);
            await server.UntilReadinessAsync(HttpStatusCode.ServiceUnavailable);

            // What needs no store goes on: the call's signals.
            await alice.SendAsync("call.signal", new { callId, to = "bob/b1", candidate = new { n = 1 } });
            await bob.WaitForAsync("call.signal");
            late = await RawClient.OpenAsync(server.SocketUrl, o => o.SetRequestHeader("Authorization", $"Bearer {token}"));
        }
        finally
        {
            fixture.Postgres.Start();
        }

        await using var again = late;
        await server.UntilReadinessAsync(HttpStatusCode.OK);

        // Nobody does anything about it: who had opened a connection meanwhile gets ready, who was connected still is, the call and the status too.
        Assert.Equal(1, (await late.UntilReadyAsync()).Data.GetProperty("calls").GetArrayLength());
        await alice.RequestAsync("chat.send", new { room, key = "during", text = "during" });
        await bob.WaitForAsync("chat.message", m => m["text"] == "during");
        await late.WaitForAsync("chat.message", m => m["text"] == "during");
        await bob.AssertNoneAsync("chat.message", m => m["text"] == "during");
        var bobs = (await alice.RequestAsync("status.get", new { users = new[] { "bob" } })).Data.GetProperty("users")[0];
        Assert.Equal(("away", "Writing"), (bobs.GetProperty("status").GetString(), bobs.GetProperty("text").GetString()));
        Assert.Equal("call.ok", (await bob.RequestAsync("call.leave", new { callId })).Type);
        await alice.WaitForAsync("chat.call");
        Assert.Equal(["before", "during"], (await alice.RequestAsync("chat.history", new { room })).Data.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("text").GetString()));
        Assert.Equal(1, server.Log.Split("PostgreSQL does not answer").Length - 1);
        await server.LoggedAsync("PostgreSQL answers again");
    }

    [SkippableFact]
    public async Task Start_WithTheDatabaseDown_WaitsForIt()
    {
        var settings = fixture.NewSettings();
        fixture.Postgres.Stop(StopMode.Fast);
        await using var server = await ServerProcess.StartAsync(settings, async launched =>
        {
            try
            {
                await launched.LoggedAsync("PostgreSQL does not answer yet");
            }
            finally
            {
                fixture.Postgres.Start();
            }
        });
        await using var alice = await RawClient.SignInAsync(server, "Alice");
        Assert.Equal("alice", alice.User);
    }

    [SkippableFact]
    public async Task Start_WithTheDatabaseDown_EndsWhenToldTo()
    {
        var settings = fixture.NewSettings();
        fixture.Postgres.Stop(StopMode.Fast);
        try
        {
            var (exitCode, log) = await ServerProcess.RunToEndAsync(settings, terminateAt: "PostgreSQL does not answer yet");
            Assert.Equal(0, exitCode);
            Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
        }
        finally
        {
            fixture.Postgres.Start();
        }
    }

    [SkippableTheory]
    [InlineData("Host=127.0.0.1;Nonsense=1", "can't be read")]
    [InlineData("Host=127.0.0.1;Database=none;Username=nobody;Port=", "refuses ConnectionStrings:Postgres")]
    public async Task Start_ConnectionStringIsWrong_IsRefusedInPlainWords(string connectionString, string sentence)
    {
        var port = fixture.Postgres.NewDatabase().Split("Port=")[1].Split(';')[0];
        var (exitCode, log) = await ServerProcess.RunToEndAsync(PostgresFixture.Settings(connectionString.Replace("Port=", $"Port={port}", StringComparison.Ordinal)));
        Assert.Equal(78, exitCode);
        Assert.Contains(sentence, log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Start_TwoServersAtOnceOnAnEmptyDatabase_MakeOneStore()
    {
        var settings = fixture.NewSettings();
        var servers = await Task.WhenAll(ServerProcess.StartAsync(settings), ServerProcess.StartAsync(settings));
        await using var one = servers[0];
        await using var two = servers[1];
        await using var alice = await RawClient.SignInAsync(one, "Alice");
        await using var bob = await RawClient.SignInAsync(two, "Bob");
        Assert.Equal(alice.Ready!["epoch"], bob.Ready!["epoch"]);
    }

    private static async Task AssertAllAreUnavailableAsync(RawClient client, string room)
    {
        Assert.Equal("unavailable", await client.RefusalAsync("chat.rooms"));
        Assert.Equal("unavailable", await client.RefusalAsync("chat.history", new { room }));
        Assert.Equal("unavailable", await client.RefusalAsync("chat.sync", new { rooms = new Dictionary<string, long> { [room] = 1 } }));
        Assert.Equal("unavailable", await client.RefusalAsync("chat.search", new { text = "before" }));
        Assert.Equal("unavailable", await client.RefusalAsync("chat.directory"));
        Assert.Equal("unavailable", await client.RefusalAsync("chat.read", new { room, seq = 100 }));
        Assert.Equal("unavailable", await client.RefusalAsync("status.set", new { status = "busy" }));
        Assert.Equal("unavailable", await client.RefusalAsync("call.history"));
    }
}
