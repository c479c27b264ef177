using System.Globalization;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Durability;

/// <summary>Two nodes on one PostgreSQL, of which one goes: what a watcher on the other one sees of users who stay, and of those who went with it.</summary>
[Collection(SharedPostgresServer.Name)]
public sealed class NodePresenceTests(PostgresServerFixture fixture)
{
    private const int Each = 8;

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NodeGoes_WhoStaysIsNeverShownOffline_AndWhoIsGoneIs(bool killed)
    {
        Skip.If(fixture.Postgres is null, Need.Postgres());
        var database = fixture.Postgres!.NewDatabase();

        // Of two halves the one with the lower address goes on.
        int[] ports = [ServerProcess.FreePort(), ServerProcess.FreePort()];
        Array.Sort(ports);
        await using var stays = await ServerProcess.StartAsync(NodeOf(database, ports[0], ports[0]));
        await using var goes = await ServerProcess.StartAsync(NodeOf(database, ports[1], ports[0]));
        await using var watcher = await RawClient.SignInAsync(stays, "Watcher");
        var clients = new List<RawClient>();
        try
        {
            for (var i = 0; i < Each; i++)
            {
                clients.Add(await RawClient.SignInAsync(stays, $"Stays{i}"));
                clients.Add(await RawClient.SignInAsync(goes, $"Goes{i}"));
            }

            var (staying, going) = (Names("stays"), Names("goes"));
            var snapshot = await watcher.RequestAsync("status.subscribe", new { users = (string[])[.. staying, .. going] });
            Assert.Equal(2 * Each, StatusesOf(snapshot).Count(s => s.Status == "online"));

            if (killed)
                await goes.KillAsync();
            else
                Assert.Equal(0, await goes.StopAsync());

            while (!going.All(user => Told(watcher).Contains((user, "offline"))))
                await watcher.WaitForAsync("status.changed");
            var after = StatusesOf(await watcher.RequestAsync("status.get", new { users = staying }));
            Assert.Equal(staying.Select(u => (u, "online")).Order(), after.Order());
            Assert.DoesNotContain(Told(watcher), s => s.User.StartsWith("stays", StringComparison.Ordinal));
            Assert.DoesNotContain(Told(watcher), s => s.Status == "online");
        }
        finally
        {
            foreach (var client in clients)
                await client.DisposeAsync();
        }
    }

    private static List<(string User, string Status)> Told(RawClient watcher) =>
        [.. watcher.Seen.Where(e => e.Type == "status.changed").SelectMany(StatusesOf)];

    private static string[] Names(string prefix) => [.. Enumerable.Range(0, Each).Select(i => $"{prefix}{i}")];

    private static List<(string User, string Status)> StatusesOf(Received e) =>
        [.. e.Data.GetProperty("users").EnumerateArray().Select(u => (u.GetProperty("user").GetString()!, u.GetProperty("status").GetString()!))];

    private static ServerSettings NodeOf(string database, int port, int seed) => PostgresFixture.Settings(
        database,
        ("AkkaRealtime:Status:VisibleToAll", "true"),
        ("AkkaRealtime:Cluster:Port", port.ToString(CultureInfo.InvariantCulture)),
        ("AkkaRealtime:Cluster:SeedNodes:0", $"127.0.0.1:{seed}"));
}
