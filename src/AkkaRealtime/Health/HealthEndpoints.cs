using System.Text.Json;
using AkkaRealtime.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaRealtime.Health;

/// <summary><c>/healthz/live</c> (the process answers) and <c>/healthz/ready</c> (send it clients), protocol §6.</summary>
internal static class HealthEndpoints
{
    // The host may have checks of its own: two of the same name would fail all of them, and ours answer for ours alone.
    private const string Prefix = "akkarealtime-";
    private static readonly string[] Tags = ["akkarealtime"];

    /// <summary>Registers the checks of readiness.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<DrainCheck>(Prefix + "accepting", tags: Tags)
            .AddCheck<NodeCheck>(Prefix + "node", tags: Tags)
            .AddCheck<StoreCheck>(Prefix + "store", failureStatus: null, tags: Tags, timeout: TimeSpan.FromSeconds(3))
            .AddCheck<SfuCheck>(Prefix + "sfu", tags: Tags);
        return services;
    }

    /// <summary>Maps both paths below <paramref name="path"/>, for any signed-out caller.</summary>
    public static IEndpointConventionBuilder MapHealth(this IEndpointRouteBuilder endpoints, string path)
    {
        var health = endpoints.MapGroup(path).AllowAnonymous();
        health.MapHealthChecks("/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        health.MapHealthChecks("/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Tags[0]), ResponseWriter = WriteAsync });
        return health;
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            status = report.Status.ToString(),
            version = ServerVersion.Text,
            checks = report.Entries.ToDictionary(e => e.Key[Prefix.Length..], e => e.Value.Description ?? e.Value.Status.ToString()),
        },
        JsonSerializerOptions.Web);
}
