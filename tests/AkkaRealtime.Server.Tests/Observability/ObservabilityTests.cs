using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Observability;

/// <summary>The dashboard and the alerts in <c>src/deploy/observability</c> look at what there is.</summary>
[Collection(SharedServer.Name)]
public sealed partial class ObservabilityTests(ServerFixture fixture)
{
    [Fact]
    public void Files_NameOnlyMetricsThatTheServerHas()
    {
        var known = OwnMetrics();
        // The runtime's, which .NET names.
        known.UnionWith(["dotnet_process_cpu_time_seconds_total", "dotnet_process_memory_working_set_bytes"]);
        var named = Alerts().Concat(Panels()).SelectMany(e => Name().Matches(e)).Select(m => m.Value).ToHashSet();
        Assert.True(named.Count > 20, $"Only {named.Count} metrics are named: the expressions were not found.");
        Assert.Empty(named.Except(known));
    }

    [SkippableFact]
    public async Task Prometheus_ReadsTheServerAndEveryExpression()
    {
        await using var prometheus = await PrometheusProcess.StartAsync(fixture.Server.Url);
        await using (var alice = await RawClient.NewAsync(fixture.Server, "Alice"))
        {
            var room = (await alice.RequestAsync("chat.create", new { kind = "group", name = "Metrics" })).Data.GetProperty("room").GetProperty("id").GetString();
            await alice.RequestAsync("chat.send", new { room, key = "k1", text = "counted" });
            await RawClient.RefusedStatusAsync(new Uri($"{fixture.Server.SocketUrl}?access_token=wrong"));
            // What is new since, one of the next looks brings, a second apart.
            string[] there =
            [
                "akkarealtime_chat_ack_seconds_count > 0", "akkarealtime_fanout_seconds_count > 0", "akkarealtime_users_online > 0", "akkarealtime_cluster_members == 1",
                "akkarealtime_handshakes_refused_total{reason=\"token\"}", "akkarealtime_build_info", "dotnet_process_cpu_time_seconds_total", "dotnet_process_memory_working_set_bytes",
            ];
            foreach (var expression in there)
                await AnotherProcess.UntilAsync(() => prometheus.CountAsync(expression), count => count > 0);
        }

        foreach (var expression in Alerts().Concat(Panels()))
            await prometheus.CountAsync(expression.Replace("$job", "akkarealtime", StringComparison.Ordinal).Replace("$__rate_interval", "1m", StringComparison.Ordinal));
        Assert.Equal(Alerts().Count, (await prometheus.AlertsAsync()).Count);
    }

    /// <summary>As Prometheus names them: the unit and, where it only grows, <c>total</c> stand behind the name.</summary>
    private static HashSet<string> OwnMetrics()
    {
        using var meter = new Meter("as in the server");
        using var factory = new OneMeter(meter);
        var names = new HashSet<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
                names.UnionWith(NamesOf(instrument));
        };
        listener.Start();
        using var metrics = new RealtimeMetrics(factory);
        metrics.Cluster.Observe(() => 1, () => 0, () => 0);
        metrics.ObserveQueue("journal", () => 0);
        _ = new SfuMetrics(meter);
        return names;
    }

    private static IEnumerable<string> NamesOf(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            "%" => "_percent",
            _ => "",
        };
        return instrument switch
        {
            Counter<long> => [$"{name}_total"],
            Histogram<long> or Histogram<double> => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
            _ => [name],
        };
    }

    private static List<string> Alerts() =>
        [.. Expression().Matches(File.ReadAllText(Path.Combine(PrometheusProcess.Files, "alerts.yaml"))).Select(m => m.Groups[1].Value)];

    private static List<string> Panels()
    {
        var dashboard = JsonElement.Parse(File.ReadAllText(Path.Combine(PrometheusProcess.Files, "grafana-dashboard.json")));
        return [.. dashboard.GetProperty("panels").EnumerateArray().Where(p => p.TryGetProperty("targets", out _))
            .SelectMany(p => p.GetProperty("targets").EnumerateArray()).Select(t => t.GetProperty("expr").GetString()!)];
    }

    [GeneratedRegex(@"\b(?:akkarealtime|dotnet|kestrel)_\w+")]
    private static partial Regex Name();

    [GeneratedRegex(@"^ +expr: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Expression();

    private sealed class OneMeter(Meter meter) : IMeterFactory
    {
        public Meter Create(MeterOptions options) => meter;

        public void Dispose()
        {
        }
    }
}
