using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaRealtime.Server.Health;

/// <summary><c>/healthz/live</c> (the process answers) and <c>/healthz/ready</c> (send it clients), protocol §6.</summary>
internal static class HealthSetup
{
    /// <summary>Whether the process answers at all; restart it where it does not.</summary>
    public const string LivePath = "/healthz/live";

    /// <summary>Whether clients may be sent here. 503 while starting, draining, or without a store.</summary>
    public const string ReadyPath = "/healthz/ready";

    /// <summary>Registers the checks of readiness.</summary>
    public static void AddHealth(this WebApplicationBuilder builder) => builder.Services.AddHealthChecks()
        .AddCheck<DrainCheck>("accepting")
        .AddCheck<NodeCheck>("node")
        .AddCheck<StoreCheck>("store", timeout: TimeSpan.FromSeconds(3))
        .AddCheck<SfuCheck>("sfu");

    /// <summary>Maps both paths, for any signed-out caller.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks(LivePath, new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowAnonymous();
        app.MapHealthChecks(ReadyPath, new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(e => e.Key, e => e.Value.Description ?? e.Value.Status.ToString()),
        },
        JsonSerializerOptions.Web);
}
