using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Connections;

/// <summary>
/// Kestrel ends the process when it runs out of file descriptors. So both kinds of its connections have a limit, unless the host set one: what
/// <see cref="Admission"/> takes, some more that are just being refused, and plain HTTP. Heads of requests have as long as <see cref="ConnectionOptions.HeadTimeoutMs"/> says, and of a body that
/// is read slowly Kestrel holds less than it does by default: its transport, and TLS and HTTP/2 above it.
/// </summary>
internal sealed class KestrelSetup(Admission admission, ConnectionOptions connections) : IConfigureOptions<KestrelServerOptions>, IConfigureOptions<SocketTransportOptions>
{
    private const int DefaultBodyBytes = 1_048_576;

    /// <summary>
    /// So much of a body waits to be read. What waits lies in arrays that the collector moves each time that it looks: a megabyte for each of some dozen slow uploads stopped everybody for 30 to 50 ms
    /// time and again.
    /// </summary>
    private const int BodyBytes = 65_536;

    /// <inheritdoc/>
    public void Configure(KestrelServerOptions options)
    {
        var limit = FileDescriptors.Limit();
        options.Limits.MaxConcurrentConnections ??= FileDescriptors.PlainConnections(limit);
        options.Limits.MaxConcurrentUpgradedConnections ??= admission.MaxConnections + FileDescriptors.RefusedConnections(limit);
        if (options.Limits.MaxRequestBufferSize == DefaultBodyBytes)
            options.Limits.MaxRequestBufferSize = BodyBytes;
        if (connections.HeadTimeoutMs > 0)
            options.Limits.RequestHeadersTimeout = TimeSpan.FromMilliseconds(connections.HeadTimeoutMs);
    }

    /// <inheritdoc/>
    public void Configure(SocketTransportOptions options)
    {
        if (options.MaxReadBufferSize == DefaultBodyBytes)
            options.MaxReadBufferSize = BodyBytes;
    }
}
