using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Connections;

/// <summary>
/// Kestrel ends the process when it runs out of file descriptors. So both kinds of its connections have a limit, unless the host set one: what
/// <see cref="Admission"/> takes, some more that are just being refused, and plain HTTP.
/// </summary>
internal sealed class KestrelSetup(Admission admission) : IConfigureOptions<KestrelServerOptions>
{
    /// <inheritdoc/>
    public void Configure(KestrelServerOptions options)
    {
        var limit = FileDescriptors.Limit();
        options.Limits.MaxConcurrentConnections ??= FileDescriptors.PlainConnections(limit);
        options.Limits.MaxConcurrentUpgradedConnections ??= admission.MaxConnections + FileDescriptors.RefusedConnections(limit);
    }
}
