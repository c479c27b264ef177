using Akka.Hosting;
using AkkaRealtime.Connections;
using AkkaRealtime.Connections.Upgrade;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AkkaRealtime;

/// <summary>Where clients connect.</summary>
public static class EndpointRegistration
{
    /// <summary>
    /// Maps the WebSocket at <see cref="RealtimeOptions.Path"/>, for HTTP/1.1 and HTTP/2 (protocol §1). It checks origins and tokens itself: the
    /// host's authorization does not apply to it.
    /// </summary>
    public static IEndpointConventionBuilder MapAkkaRealtime(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        var door = new UpgradeEndpoint(
            services.GetRequiredService<Handshake>(),
            services.GetRequiredService<Admission>(),
            services.GetRequiredService<TimeProvider>(),
            () => services.GetRequiredService<IRequiredActor<ConnectionsActor>>().ActorRef);

        // Every method: HTTP/2 connects with CONNECT.
        return endpoints.Map(services.GetRequiredService<IOptions<RealtimeOptions>>().Value.Path, door.HandleAsync)
            .WithDisplayName("AkkaRealtime WebSocket")
            .AllowAnonymous();
    }
}
