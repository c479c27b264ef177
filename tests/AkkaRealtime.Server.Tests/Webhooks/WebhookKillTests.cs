using System.Net;
using AkkaRealtime.Server.Tests.Admin;
using AkkaRealtime.Server.Tests.Durability;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Webhooks;

/// <summary>
/// Every event reaches its receiver at least once and in order, whoever is killed. A few kills with the other tests; more by command:
/// <c>AKKAREALTIME_KILLS=20 dotnet test tests/AkkaRealtime.Server.Tests --filter FullyQualifiedName~WebhookKillTests</c>.
/// </summary>
[Collection(StoppedPostgres.Name)]
public sealed class WebhookKillTests(PostgresFixture fixture)
{
    [SkippableTheory]
    [InlineData("SQLite", 4)]
    [InlineData("PostgreSQL", 4)]
    public async Task KillOfServerAndReceiverInTurn_UnderLoad_LosesNothing_AndKeepsTheOrder(string store, int kills)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("AKKAREALTIME_KILLS"), out var wanted))
            kills = wanted;
        await using var receiver = await ReceiverProcess.StartAsync();
        await using var server = store == "SQLite" ? await AdminClient.StartAsync() : await AdminClient.StartAsync(("ConnectionStrings:Postgres", fixture.Postgres.NewDatabase()));
        using var admin = new AdminClient(server);
        var hook = (await admin.DoAsync(HttpMethod.Post, "webhooks", new { url = receiver.Url, types = new[] { "*" } })).GetProperty("id").GetString()!;
        await using var senders = await LoadSenders.StartAsync(server, 4);
        for (var kill = 0; kill < kills; kill++)
        {
            await senders.MoreConfirmedAsync(Random.Shared.Next(20, 120));
            if (kill % 2 == 0)
            {
                await server.KillAsync();
                await server.StartAgainAsync();
            }
            else
            {
                await receiver.KillAsync();
                await senders.MoreConfirmedAsync(20);
                await receiver.StartAgainAsync();
            }
        }

        await senders.EndAndCompareAsync();
        var head = await senders.HeadAsync();
        await admin.UntilAsync($"webhooks/{hook}/rooms/{senders.Room}", r => r.GetProperty("position").GetInt64() == head);
        var seqs = receiver.SeqsOf(senders.Room);
        Assert.Equal(1, seqs[0]);
        var last = 0L;
        foreach (var seq in seqs)
        {
            // What was not known to be accepted comes again; nothing is skipped.
            Assert.True(seq <= last + 1, $"{seq} after {last}");
            last = Math.Max(last, seq);
        }

        Assert.Equal(head, last);
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task KillOfTheServer_RightAfterAReport_StillTellsOfIt(string store)
    {
        await using var receiver = await HookReceiver.StartAsync();
        receiver.Answer = _ => HttpStatusCode.ServiceUnavailable;
        await using var server = store == "SQLite" ? await AdminClient.StartAsync() : await AdminClient.StartAsync(("ConnectionStrings:Postgres", fixture.Postgres.NewDatabase()));
        using var admin = new AdminClient(server);
        var hook = (await admin.DoAsync(HttpMethod.Post, "webhooks", new { url = receiver.Url, types = new[] { "chat.reported" } })).GetProperty("id").GetString()!;
        string message;
        await using (var alice = await RawClient.NewAsync(server, "Alice"))
        {
            var room = await admin.CreateRoomAsync("Room", alice.User);
            message = (await alice.RequestAsync("chat.send", new { room, key = "k", text = "something rude" }))["id"]!;
            await alice.RequestAsync("chat.report", new { room, id = message });
            await server.KillAsync();
        }

        receiver.Answer = _ => HttpStatusCode.OK;
        await server.StartAgainAsync();

        var told = await receiver.WaitForAsync(1, _ => true);
        await admin.UntilAsync($"webhooks/{hook}/reports", r => r.GetProperty("position").GetInt64() == 1);
        Assert.All(told, h => Assert.Equal(message, h.Data.GetProperty("message").GetString()));
        Assert.Single(told.Select(h => h.Id).Distinct());
        Assert.Empty((await admin.GetAsync($"webhooks/{hook}/dead-letters")).GetProperty("items").EnumerateArray());
    }
}
