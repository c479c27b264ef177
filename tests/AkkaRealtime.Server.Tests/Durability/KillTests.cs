using AkkaRealtime.Server.Tests.Support;
using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Server.Tests.Durability;

/// <summary>Nothing that was confirmed is lost or doubled, however the server or its database ends.</summary>
[Collection(StoppedPostgres.Name)]
public sealed class KillTests(PostgresFixture fixture)
{
    private const int Senders = 4;
    private static readonly (string, string) NoLimits = ("AkkaRealtime:Limits:RateLimiting", "false");

    [SkippableTheory]
    [InlineData("SQLite", 20)]
    [InlineData("PostgreSQL", 8)]
    public async Task KillOfTheServer_UnderLoad_LosesAndDoublesNothing(string store, int kills)
    {
        await using var server = await ServerProcess.StartAsync(store == "SQLite"
            ? new ServerSettings { Options = new Dictionary<string, string> { [NoLimits.Item1] = NoLimits.Item2 } }
            : fixture.NewSettings(NoLimits));
        await using var senders = await LoadSenders.StartAsync(server, Senders);
        for (var kill = 0; kill < kills; kill++)
        {
            await senders.MoreConfirmedAsync(Random.Shared.Next(20, 120));
            await server.KillAsync();
            await server.StartAgainAsync();
        }

        await senders.MoreConfirmedAsync(20);
        await senders.EndAndCompareAsync();
    }

    [SkippableFact]
    public async Task StopAndStartOfPostgres_UnderLoad_LosesAndDoublesNothing_AndGoesOnByItself()
    {
        await using var server = await ServerProcess.StartAsync(fixture.NewSettings(NoLimits));
        await using var senders = await LoadSenders.StartAsync(server, Senders);
        foreach (var mode in (StopMode[])[StopMode.Fast, StopMode.Immediate, StopMode.Kill, StopMode.Kill, StopMode.Immediate, StopMode.Fast])
        {
            await senders.MoreConfirmedAsync(Random.Shared.Next(20, 120));
            fixture.Postgres.Stop(mode);
            fixture.Postgres.Start();
        }

        await senders.MoreConfirmedAsync(20);
        await senders.EndAndCompareAsync();
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Restart_KeepsRoomsMessagesAndKeys(string store)
    {
        await using var server = await ServerProcess.StartAsync(store == "SQLite" ? null : fixture.NewSettings());
        string room, epoch;
        Received sent;
        await using (var alice = await RawClient.SignInAsync(server, "Alice"))
        {
            room = (await alice.RequestAsync("chat.create", new { kind = "group", name = "Kept" })).Data.GetProperty("room").GetProperty("id").GetString()!;
            sent = await alice.RequestAsync("chat.send", new { room, key = "k", text = "kept" });
            epoch = alice.Ready!["epoch"]!;
        }

        await server.KillAsync();
        await server.StartAgainAsync();
        await using var again = await RawClient.SignInAsync(server, "Alice");
        Assert.Equal(epoch, again.Ready!["epoch"]);
        Assert.Equal(["kept"], (await again.RequestAsync("chat.history", new { room, limit = 10 })).Data.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("text").GetString()));
        var duplicate = await again.RequestAsync("chat.send", new { room, key = "k", text = "kept" });
        Assert.Equal((sent["seq"], sent["id"], "True"), (duplicate["seq"], duplicate["id"], duplicate["duplicate"]));
        Assert.Equal(sent.Number("seq") + 1, (await again.RequestAsync("chat.send", new { room, key = "k2", text = "next" })).Number("seq"));
    }

    [SkippableTheory]
    [InlineData("SQLite", 8)]
    [InlineData("PostgreSQL", 4)]
    public async Task KillOfTheServer_WhileAMessageIsDeleted_LeavesItsTextOrItsDeletion_NeverBoth(string store, int kills)
    {
        var settings = store == "SQLite" ? new ServerSettings() : fixture.NewSettings();
        await using var server = await ServerProcess.StartAsync(settings);
        string? room = null;
        for (var kill = 0; kill < kills; kill++)
        {
            await using var alice = await RawClient.SignInAsync(server, "Alice");
            room ??= (await alice.RequestAsync("chat.create", new { kind = "group", name = "Kept" })).Data.GetProperty("room").GetProperty("id").GetString()!;
            var (key, secret) = ($"k{kill}", $"secret{kill}");
            var sent = await alice.RequestAsync("chat.send", new { room, key, text = secret });
            await alice.RequestAsync("chat.edit", new { room, id = sent["id"], text = $"{secret} again" });

            // Every other time it was confirmed.
            var confirmed = kill % 2 == 1;
            if (confirmed)
                await alice.RequestAsync("chat.delete", new { room, id = sent["id"] });
            else
                await alice.SendAsync("chat.delete", new { room, id = sent["id"] });
            await server.KillAsync();
            await server.StartAgainAsync();

            await using var again = await RawClient.SignInAsync(server, "Alice");
            await again.RequestAsync("chat.sync", new { rooms = new Dictionary<string, long> { [room] = 0 } });
            var events = (await again.WaitForAsync("chat.events")).Data.GetProperty("events");
            var deleted = events.EnumerateArray().Any(e => e.GetProperty("type").GetString() == "chat.deleted" && e.GetProperty("data").GetProperty("id").GetString() == sent["id"]);
            Assert.True(deleted || !confirmed);
            Assert.NotEqual(deleted, events.GetRawText().Contains(secret, StringComparison.Ordinal));
            Assert.Equal("True", (await again.RequestAsync("chat.send", new { room, key, text = secret }))["duplicate"]);
            if (!deleted)
                await again.RequestAsync("chat.delete", new { room, id = sent["id"] });
        }
    }
}
