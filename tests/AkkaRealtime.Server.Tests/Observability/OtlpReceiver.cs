using System.Collections.Concurrent;
using AkkaRealtime.Server.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Server.Tests.Observability;

/// <summary>A span as a collector gets it.</summary>
internal sealed record OtlpSpan(string Trace, string Id, string Parent, string Name, ulong Kind, ulong Start, ulong End, bool Failed, string Instance, IReadOnlyDictionary<string, string> Tags);

/// <summary>A collector: takes OTLP over HTTP, as protobuf (opentelemetry-proto's collector services).</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly ConcurrentQueue<string> _metrics = new();
    private readonly ConcurrentQueue<string> _logs = new();
    private readonly ConcurrentQueue<string> _headers = new();

    private OtlpReceiver(WebApplication app) => _app = app;

    /// <summary>Its address.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>Spans so far.</summary>
    public IReadOnlyList<OtlpSpan> Spans => [.. _spans];

    /// <summary>Names of metrics so far.</summary>
    public IReadOnlyList<string> Metrics => [.. _metrics];

    /// <summary>Texts of logs so far.</summary>
    public IReadOnlyList<string> Logs => [.. _logs];

    /// <summary>What came as <c>x-tenant</c>.</summary>
    public IReadOnlyList<string> Tenants => [.. _headers];

    /// <summary>Starts one.</summary>
    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until there are spans that fit, and returns those of the trace.</summary>
    public async Task<IReadOnlyList<OtlpSpan>> TraceAsync(string trace, Func<IReadOnlyList<OtlpSpan>, bool> fits) =>
        await AnotherProcess.UntilAsync(() => Task.FromResult<IReadOnlyList<OtlpSpan>>([.. Spans.Where(s => s.Trace == trace)]), fits);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var resources = new ProtobufReader(body.ToArray()).All(1);
        switch (context.Request.Path.Value)
        {
            case "/v1/traces":
                foreach (var resource in resources)
                {
                    var instance = Attributes(resource.All(1).Single(), 1)["service.instance.id"];
                    foreach (var span in resource.All(2).SelectMany(scope => scope.All(2)))
                    {
                        _spans.Enqueue(new OtlpSpan(span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.Number(6), span.Number(7), span.Number(8),
                            span.All(15).Any(status => status.Number(3) == 2), instance, Attributes(span, 9)));
                    }
                }

                break;
            case "/v1/metrics":
                foreach (var metric in resources.SelectMany(r => r.All(2)).SelectMany(scope => scope.All(2)))
                    _metrics.Enqueue(metric.Text(1));
                break;
            case "/v1/logs":
                foreach (var log in resources.SelectMany(r => r.All(2)).SelectMany(scope => scope.All(2)))
                    _logs.Enqueue(log.All(5).Single().Text(1));
                break;
            default:
                context.Response.StatusCode = 404;
                return;
        }

        _headers.Enqueue($"{context.Request.Headers["x-tenant"]}");
    }

    private static Dictionary<string, string> Attributes(ProtobufReader message, int field) =>
        message.All(field).ToDictionary(a => a.Text(1), a => a.All(2).Select(v => v.Text(1) is { Length: > 0 } text ? text : $"{v.Number(3)}").SingleOrDefault() ?? "");
}
