using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Connections;

/// <summary>Marks the endpoint of the WebSocket among the host's.</summary>
internal sealed class SocketEndpointMetadata
{
    /// <summary>The only one.</summary>
    public static readonly SocketEndpointMetadata Instance = new();
}

/// <summary>Which of the library's endpoints the host has mapped, and where: nothing else is announced, or open.</summary>
internal sealed class MappedEndpoints(IServiceProvider services)
{
    private readonly Lazy<string?> _socketPath = new(() => FindSocket(services));

    /// <summary>Whether files are taken.</summary>
    public bool TakesFiles { get; set; }

    /// <summary>The largest picture that people may upload of themselves, bytes; null where none are taken.</summary>
    public int? MaxPictureBytes { get; set; }

    /// <summary>
    /// The path of the WebSocket with the prefix of its group, if it has one; null where it is not mapped, or not by its path alone. To be read
    /// after the server has started, when the host has mapped all there is.
    /// </summary>
    public string? SocketPath => _socketPath.Value;

    private static string? FindSocket(IServiceProvider services) =>
        services.GetService<EndpointDataSource>()?.Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<SocketEndpointMetadata>() is not null && e.Metadata.GetMetadata<IHostMetadata>() is null)
            .Select(e => e.RoutePattern)
            .FirstOrDefault(pattern => pattern.Parameters.Count == 0)?.RawText is { } path ? $"/{path.TrimStart('/')}" : null;
}
