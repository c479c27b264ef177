using System.Reflection;
using AkkaRealtime.Diagnostics;
using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AkkaRealtime.Server.Observability;

/// <summary>Counters for Prometheus at <c>/metrics</c> (protocol §6), and, where a collector is named, traces, metrics and logs to it.</summary>
internal static class TelemetrySetup
{
    /// <summary>Seconds; a commit takes from 0.1 ms on an SSD to hundreds where the disk is in trouble.</summary>
    private static readonly double[] CommitBuckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

    private static readonly string? Version = typeof(RealtimeTraces).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    /// <summary>Our own meter, the runtime's and Kestrel's.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        const string section = $"{RealtimeOptions.Section}:Telemetry";
        builder.Services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration(section).ValidateOnStart();

        // What is wrong in it is told at the start; until then it counts as off.
        var otlp = Read(builder.Configuration.GetSection(section));
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("akkarealtime", serviceVersion: Version))
            .WithMetrics(metrics =>
            {
                metrics
                    .AddMeter(RealtimeMetrics.MeterName, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
                    .AddView("akkarealtime.journal.commit", new ExplicitBucketHistogramConfiguration { Boundaries = CommitBuckets })
                    .AddView("akkarealtime.chat.ack", new ExplicitBucketHistogramConfiguration { Boundaries = CommitBuckets })
                    .AddView("akkarealtime.fanout", new ExplicitBucketHistogramConfiguration { Boundaries = CommitBuckets })
                    .AddPrometheusExporter();
                if (otlp is { Metrics: true })
                    metrics.AddOtlpExporter(o => Set(o, otlp, "metrics"));
            });
        if (otlp is null)
            return;
        if (otlp.TraceRatio > 0)
            telemetry.WithTracing(traces => traces.AddSource(RealtimeTraces.SourceName).SetSampler(SamplerOf(otlp.TraceRatio)).AddOtlpExporter(o => Set(o, otlp, "traces")));
        if (otlp.Logs)
        {
            telemetry.WithLogging(
                logs => logs.AddProcessor(new LogsWithoutTokens()).AddOtlpExporter(o => Set(o, otlp, "logs")),
                o => (o.IncludeFormattedMessage, o.ParseStateValues) = (true, true));
        }
    }

    /// <summary>Maps <c>/metrics</c>.</summary>
    public static void MapAkkaRealtimeMetrics(this WebApplication app) => app.MapPrometheusScrapingEndpoint("/metrics").ForAkkaRealtimeManagement();

    private static OtlpOptions? Read(IConfiguration section)
    {
        try
        {
            var options = section.Get<TelemetryOptions>() ?? new TelemetryOptions();
            return options.Otlp.IsOn && new TelemetryOptionsValidator().Validate(null, options).Succeeded ? options.Otlp : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // Which requests are traced is the operator's: a client that says its trace is recorded is taken at its word no more often than others. What one node records, all do.
    private static ParentBasedSampler SamplerOf(double ratio)
    {
        var part = new TraceIdRatioBasedSampler(ratio);
        return new ParentBasedSampler(part, remoteParentSampled: part);
    }

    private static void Set(OtlpExporterOptions exporter, OtlpOptions o, string signal)
    {
        var grpc = o.Protocol == OtlpOptions.Grpc;
        exporter.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri(grpc ? o.Endpoint : $"{o.Endpoint.TrimEnd('/')}/v1/{signal}");
        if (o.Headers.Length > 0)
            exporter.Headers = o.Headers;
    }
}
