using AkkaRealtime.Diagnostics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AkkaRealtime.Server;

/// <summary>Counters for Prometheus at <c>/metrics</c> (protocol §6).</summary>
internal static class Telemetry
{
    /// <summary>Seconds; a commit takes from 0.1 ms on an SSD to hundreds where the disk is in trouble.</summary>
    private static readonly double[] CommitBuckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

    /// <summary>Our own meter, the runtime's and Kestrel's.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder) => builder.Services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("akkarealtime"))
        .WithMetrics(metrics => metrics
            .AddMeter(RealtimeMetrics.MeterName, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
            .AddView("akkarealtime.journal.commit", new ExplicitBucketHistogramConfiguration { Boundaries = CommitBuckets })
            .AddView("akkarealtime.chat.ack", new ExplicitBucketHistogramConfiguration { Boundaries = CommitBuckets })
            .AddView("akkarealtime.fanout", new ExplicitBucketHistogramConfiguration { Boundaries = CommitBuckets })
            .AddPrometheusExporter());

    /// <summary>Maps <c>/metrics</c>.</summary>
    public static void MapAkkaRealtimeMetrics(this WebApplication app) => app.MapPrometheusScrapingEndpoint("/metrics").ForAkkaRealtimeManagement();
}
