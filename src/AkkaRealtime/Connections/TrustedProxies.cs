using System.Net;
using Microsoft.AspNetCore.Builder;

namespace AkkaRealtime.Connections;

/// <summary>The proxies whose forwarded headers are read: everybody comes from their addresses.</summary>
internal static class TrustedProxies
{
    /// <summary>Whether an address is one of those that the host has named to ASP.NET Core (<c>UseForwardedHeaders</c>).</summary>
    public static Func<IPAddress, bool> Of(ForwardedHeadersOptions options)
    {
        var (proxies, networks) = (options.KnownProxies.ToArray(), options.KnownIPNetworks.ToArray());
        return address => Array.IndexOf(proxies, address) >= 0 || Array.Exists(networks, n => n.Contains(address));
    }
}
