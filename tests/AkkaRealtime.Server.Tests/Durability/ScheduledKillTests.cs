using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Durability;

/// <summary>What is scheduled is sent once, whenever the server ends meanwhile.</summary>
[Collection(StoppedPostgres.Name)]
public sealed class ScheduledKillTests(PostgresFixture fixture)
{
    private static readonly (string, string) Many = ("AkkaRealtime:Chat:MaxScheduledPerUser", "1000");
    private static readonly (string, string) NoLimits = ("AkkaRealtime:Limits:RateLimiting", "false");

    [SkippableTheory]
    [InlineData("SQLite", 4)]
    [InlineData("PostgreSQL", 2)]
    public async Task KillOfTheServer_BeforeAndWhileMessagesAreDue_SendsEachOnce(string store, int kills)
    {
        await using var server = await ServerProcess.StartAsync(store == "SQLite"
            ? new ServerSettings { Options = new Dictionary<string, string> { [Many.Item1] = Many.Item2, [NoLimits.Item1] = NoLimits.Item2 } }
            : fixture.NewSettings(Many, NoLimits));
        string room;
        var texts = Enumerable.Range(0, 200).Select(i => $"scheduled {i}").ToList();
        await using (var alice = await RawClient.SignInAsync(server, "Alice"))
        {
            room = (await alice.RequestAsync("chat.create", new { kind = "group", name = "Kept" })).Data.GetProperty("room").GetProperty("id").GetString()!;
            foreach (var text in texts)
                await alice.RequestAsync("chat.schedule", new { room, key = text, text, at = TimeProvider.System.GetUtcNow().AddSeconds(2) });
        }

        // Some are sent, some are on their way, some wait.
        for (var kill = 0; kill < kills; kill++)
        {
            await server.KillAsync();
            await server.StartAgainAsync();
            await using var watcher = await RawClient.SignInAsync(server, "Alice");
            if ((await WaitingAsync(watcher)).Count > 0)
                await watcher.WaitForAsync("chat.unscheduled");
        }

        await using var again = await RawClient.SignInAsync(server, "Alice");
        foreach (var id in await WaitingAsync(again))
            await again.WaitForAsync("chat.unscheduled", m => m["id"] == id);
        Assert.Empty(await WaitingAsync(again));
        var said = (await again.RequestAsync("chat.history", new { room, limit = 200 })).Data;
        Assert.Equal(texts.Order(StringComparer.Ordinal), said.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("text").GetString()!).Order(StringComparer.Ordinal));
        Assert.False(said.GetProperty("more").GetBoolean());
    }

    private static async Task<IReadOnlyList<string>> WaitingAsync(RawClient client) =>
        [.. (await client.RequestAsync("chat.schedules", new { limit = 200 })).Data.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("id").GetString()!)];
}
