using AkkaRealtime.Admin.Api;
using AkkaRealtime.Admin.Incoming;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections;
using AkkaRealtime.Connections.Management;
using AkkaRealtime.Connections.Streams;
using AkkaRealtime.Connections.Upgrade;
using AkkaRealtime.Files;
using AkkaRealtime.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AkkaRealtime;

/// <summary>
/// The library's endpoints, each for the host to map or not; only <see cref="MapAkkaRealtime"/> is needed. They check tokens and keys themselves,
/// so that the host's authorization does not apply to them: neither its fallback policy nor <c>RequireAuthorization</c>. All need <c>AddAkkaRealtime</c>.
/// </summary>
public static class EndpointRegistration
{
    /// <summary>
    /// Maps the WebSocket at <see cref="RealtimeOptions.Path"/>, for HTTP/1.1 and HTTP/2 (protocol §1), and below it, at <c>/stream</c>, what stands in for it where a proxy refuses upgrades.
    /// Under Kestrel an HTTP/1.1 connection without TLS is upgraded before the host's middleware sees it; with TLS, HTTP/2, or behind another server it comes through that, as streams always do.
    /// </summary>
    public static IEndpointConventionBuilder MapAkkaRealtime(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        var upgrade = new UpgradeEndpoint(
            services.GetRequiredService<Handshake>(),
            services.GetRequiredService<Admission>(),
            services.GetRequiredService<TimeProvider>(),
            () => services.GetRequiredService<RealtimeNode>().Actor<ConnectionsActor>());

        var streams = services.GetRequiredService<StreamEndpoint>();
        var path = services.GetRequiredService<IOptions<RealtimeOptions>>().Value.Path;
        var stream = $"{path.TrimEnd('/')}/stream";
        var all = endpoints.MapGroup("").AllowAnonymous();

        // Every method: HTTP/2 connects with CONNECT.
        all.Map(path, upgrade.HandleAsync).WithDisplayName("AkkaRealtime WebSocket").WithMetadata(SocketEndpointMetadata.Instance);
        all.MapGet(stream, streams.OpenAsync).WithDisplayName("AkkaRealtime stream");
        all.MapPost($"{stream}/{{stream}}", streams.PostAsync).WithDisplayName("AkkaRealtime stream, up");
        all.MapDelete($"{stream}/{{stream}}", streams.LeaveAsync).WithDisplayName("AkkaRealtime stream, end");
        return all;
    }

    /// <summary>
    /// Maps upload and download of files at <c>/api/v1/rooms/{room}/files</c> and <c>/api/v1/files/{id}</c> (protocol §6), for users with a token.
    /// Without it <c>session.ready</c> announces no <c>limits.maxFileBytes</c>, and no file can be sent.
    /// </summary>
    public static IEndpointConventionBuilder MapAkkaRealtimeFiles(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.MapFiles();
    }

    /// <summary>
    /// Maps the operator's API at <c>/api/v1/admin</c> (protocol §6), for holders of a key in <c>AkkaRealtime:Admin:ApiKeys</c>, and with <c>AkkaRealtime:Admin:Tokens</c> for users whose tokens say so;
    /// everything is 404 while there is neither.
    /// </summary>
    public static IEndpointConventionBuilder MapAkkaRealtimeAdmin(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.MapAdmin().ForAkkaRealtimeManagement();
    }

    /// <summary>
    /// Maps incoming webhooks at <c>/api/v1/hooks/{key}</c>: addresses at which other programs say something in a room, in Slack's simple format. They are made by the operator's API.
    /// </summary>
    public static IEndpointConventionBuilder MapAkkaRealtimeIncomingWebhooks(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.MapIncomingWebhooks();
    }

    /// <summary>
    /// Maps <c>/live</c> (the process answers) and <c>/ready</c> (clients may be sent here; 503 while starting, draining, or without a store) below
    /// <paramref name="path"/>, for anybody. They answer for AkkaRealtime alone; the host's own <c>MapHealthChecks</c> answers for both.
    /// </summary>
    public static IEndpointConventionBuilder MapAkkaRealtimeHealth(this IEndpointRouteBuilder endpoints, string path = "/healthz")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.MapHealth(path).ForAkkaRealtimeManagement();
    }

    /// <summary>
    /// Moves an endpoint of the host's to the port for management, <c>AkkaRealtime:Management:Port</c>, where that is set: metrics and the like. The admin API and health are there by themselves,
    /// and no other endpoint is.
    /// </summary>
    public static TBuilder ForAkkaRealtimeManagement<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(ManagementMetadata.Instance));
        return endpoints;
    }
}
