using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Connections;

/// <summary>
/// Kestrel ends the process when it runs out of file descriptors. So both kinds of its connections have a limit, unless the host set one: what
/// <see cref="Admission"/> takes, some more that are just being refused, and plain HTTP. And heads of requests have as long as <see cref="ConnectionOptions.HeadTimeoutMs"/> says.
/// </summary>
internal sealed class KestrelSetup(Admission admission, ConnectionOptions connections) : IConfigureOptions<KestrelServerOptions>
{
    /// <inheritdoc/>
    public void Configure(KestrelServerOptions options)
    {
        var limit = FileDescriptors.Limit();
        options.Limits.MaxConcurrentConnections ??= FileDescriptors.PlainConnections(limit);
        options.Limits.MaxConcurrentUpgradedConnections ??= admission.MaxConnections + FileDescriptors.RefusedConnections(limit);
        if (connections.HeadTimeoutMs > 0)
            options.Limits.RequestHeadersTimeout = TimeSpan.FromMilliseconds(connections.HeadTimeoutMs);
    }
}
