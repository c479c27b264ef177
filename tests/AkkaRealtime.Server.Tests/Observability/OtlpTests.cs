using System.Diagnostics;
using System.Globalization;
using AkkaRealtime.Client;
using AkkaRealtime.Server.Tests.Support;
using Received = AkkaRealtime.Server.Tests.Support.Received;

namespace AkkaRealtime.Server.Tests.Observability;

/// <summary>What a collector gets: where a message was, and how long, on all nodes.</summary>
public sealed class OtlpTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private OtlpReceiver _collector = null!;

    public async Task InitializeAsync() => _collector = await OtlpReceiver.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [SkippableFact]
    public async Task AMessage_IsOneTrace_FromTheClientOverTheOwnersNodeToTheReadersOnAllNodes()
    {
        var database = postgres.Postgres.NewDatabase();
        await using var here = await ServerProcess.StartAsync(PostgresFixture.Settings(database, Options(1)));
        await using var there = await ServerProcess.StartAsync(PostgresFixture.Settings(database, Options(1)));
        await Task.WhenAll(here.UntilMetricAsync("akkarealtime_cluster_members{", "} 2"), there.UntilMetricAsync("akkarealtime_cluster_members{", "} 2"));
        await using var alice = await RawClient.NewAsync(here, "Alice");
        await using var bob = await RawClient.NewAsync(there, "Bob");

        // Where a room lives is the cluster's matter: until there is one whose owner is on the other node.
        for (var n = 0; ; n++)
        {
            Assert.True(n < 20, "None of 20 rooms lived on the other node.");
            var key = $"room-{n}";
            var created = await AnotherProcess.UntilAsync(() => TryAsync(alice, "chat.create", new { kind = "group", name = "Traced", members = new[] { bob.User }, key }), reply => reply is not null);
            var room = created!.Data.GetProperty("room").GetProperty("id").GetString();
            await bob.WaitForAsync("chat.room", m => m.Data.GetProperty("room").GetProperty("id").GetString() == room);

            // Bob's node follows the room once he has seen something of it: before, he may have a message by catching up, which is no relaying.
            if (await TryAsync(alice, "chat.send", new { room, key = "first", text = "first" }) is not { } first)
                continue;
            await bob.WaitForAsync("chat.message", m => m.Data.GetProperty("id").GetString() == first.Data.GetProperty("id").GetString());
            var trace = $"{n + 1:x32}";
            if (await TryAsync(alice, "chat.send", new { room, key = "k", text = "traced", traceparent = $"00-{trace}-00f067aa0ba902b7-01" }) is not { } sent)
                continue;
            await bob.WaitForAsync("chat.message", m => m.Data.GetProperty("id").GetString() == sent.Data.GetProperty("id").GetString());
            var spans = await _collector.TraceAsync(trace, all => all.Count(s => s.Name == "relay") == 2 && all.Any(s => s.Name == "commit") && all.Any(s => s.Name == "room") && all.Any(s => s.Name == "chat.send"));

            var request = Assert.Single(spans, s => s.Name == "chat.send");
            var owner = Assert.Single(spans, s => s.Name == "room");
            var commit = Assert.Single(spans, s => s.Name == "commit");
            Assert.Equal(("00f067aa0ba902b7", request.Id, owner.Id, owner.Instance), (request.Parent, owner.Parent, commit.Parent, commit.Instance));
            Assert.Equal((2UL, room), (request.Kind, owner.Tags["akkarealtime.room"]));
            Assert.All(spans.Where(s => s.Name == "relay"), relay => Assert.Equal((owner.Id, "1"), (relay.Parent, relay.Tags["akkarealtime.connections"])));
            Assert.Equal(2, spans.Where(s => s.Name == "relay").Select(s => s.Instance).Distinct().Count());
            Assert.All(spans, s => Assert.False(s.Failed, s.Name));
            Assert.True(owner.Start <= commit.Start && commit.End <= owner.End, "The commit is a part of what the owner does.");
            if (owner.Instance != request.Instance)
                break;
        }
    }

    [Fact]
    public async Task ARequestOfTheDotNetClient_IsAPartOfTheTraceThatItIsMadeIn()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings { Options = Options(1).ToDictionary() });
        var signedIn = await SignedIn.ByNameAsync(server.Url, "Alice");
        await using var alice = await RealtimeClient.ConnectAsync(new RealtimeClientOptions { Server = server.Url, Token = _ => ValueTask.FromResult(signedIn.Token) });
        using var unrecorded = new Activity("something").Start();
        await alice.Chat.CreateAsync("Traced by the server alone");
        using var work = new Activity("nightly report") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded).Start();
        await alice.Chat.CreateAsync("Traced");
        var spans = await _collector.TraceAsync($"{work.TraceId}", all => all.Any(s => s.Name == "chat.create"));
        Assert.Equal($"{work.SpanId}", Assert.Single(spans, s => s.Name == "chat.create").Parent);
        Assert.Equal(2, _collector.Spans.Count(s => s.Name == "chat.create"));
    }

    [Fact]
    public async Task ARefusedRequest_IsAFailedSpan_AndOneWithoutTraceparentIsATraceOfItsOwn()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings { Options = Options(1).ToDictionary() });
        await using var alice = await RawClient.NewAsync(server, "Alice");
        await alice.RefusalAsync("chat.send", new { room = "0198c0ffee", key = "k", text = "to nobody" });
        await alice.RequestAsync("chat.rooms", new { traceparent = "no trace context" });
        var spans = await AnotherProcess.UntilAsync(() => Task.FromResult(_collector.Spans), all => all.Any(s => s.Name == "chat.send") && all.Any(s => s.Name == "chat.rooms"));
        var (refused, read) = (Assert.Single(spans, s => s.Name == "chat.send"), Assert.Single(spans, s => s.Name == "chat.rooms"));
        Assert.Equal((true, "", false, ""), (refused.Failed, refused.Parent, read.Failed, read.Parent));
        Assert.NotEqual(refused.Trace, read.Trace);
    }

    [Fact]
    public async Task MetricsAndLogs_GoToTheCollectorAsWell_WithItsHeaders_AndTracesAreTheOperatorsToDecide()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings { Options = Options(0.0000001).ToDictionary() });
        await using (var alice = await RawClient.NewAsync(server, "Alice"))
            await alice.RequestAsync("chat.rooms", new { traceparent = "00-ffffffffffffffffffffffffffffffff-00f067aa0ba902b7-01" });
        Assert.Equal(0, await server.StopAsync());

        // What a server has when it stops, it sends before it ends.
        Assert.Contains("akkarealtime.connections", _collector.Metrics);
        Assert.Contains(_collector.Logs, log => log.StartsWith("Listening on http://", StringComparison.Ordinal));
        Assert.All(_collector.Tenants, tenant => Assert.Equal("chat", tenant));
        Assert.Empty(_collector.Spans);
    }

    [Fact]
    public async Task CollectorThatIsNotThere_HoldsUpNobody()
    {
        var options = Options(1).ToDictionary();
        options["AkkaRealtime:Telemetry:Otlp:Endpoint"] = $"http://127.0.0.1:{ServerProcess.FreePort()}";
        await using var server = await ServerProcess.StartAsync(new ServerSettings { Options = options });
        await using var alice = await RawClient.NewAsync(server, "Alice");
        await alice.RequestAsync("chat.rooms");
    }

    // Null where a busy machine's nodes take each other for lost: clients ask again.
    private static async Task<Received?> TryAsync(RawClient client, string type, object data)
    {
        try
        {
            return await client.RequestAsync(type, data);
        }
        catch (RefusedException e) when (e.Message.Contains("\"unavailable\"", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private (string Key, string Value)[] Options(double ratio) =>
    [
        ("AkkaRealtime:Telemetry:Otlp:Endpoint", _collector.Url), ("AkkaRealtime:Telemetry:Otlp:Headers", "x-tenant=chat"),
        ("AkkaRealtime:Telemetry:Otlp:TraceRatio", ratio.ToString(CultureInfo.InvariantCulture)), ("OTEL_BSP_SCHEDULE_DELAY", "100"),
    ];
}
