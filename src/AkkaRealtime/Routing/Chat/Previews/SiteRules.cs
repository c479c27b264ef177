using System.Net;

namespace AkkaRealtime.Routing.Chat.Previews;

/// <summary>Which addresses the operator lets the server ask, before any name is looked up. Where a name leads is the guard's to say, at each connection.</summary>
internal sealed class SiteRules(LinkPreviewOptions options)
{
    private readonly HashSet<string> _denied = [.. options.DeniedHosts.Select(Plain)];
    private readonly HashSet<string> _allowed = [.. options.AllowedHosts.Select(Plain)];
    private readonly HashSet<int> _ports = options.Ports.Count > 0 ? [.. options.Ports] : [80, 443];

    /// <summary>Whether it may be asked.</summary>
    public bool Allow(Uri address)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps) || address.UserInfo.Length > 0 || !_ports.Contains(address.Port))
            return false;
        var host = Plain(address.IdnHost);
        return host.Length > 0 && !IsAmong(_denied, host) && (_allowed.Count == 0 || IsAmong(_allowed, host));
    }

    /// <summary>A host as it is compared: without brackets, capitals and the dot of the root.</summary>
    public static string Plain(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address) ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : host.TrimEnd('.').ToLowerInvariant();

    private static bool IsAmong(HashSet<string> hosts, string host)
    {
        for (var at = 0; ; at++)
        {
            if (hosts.Contains(host[at..]))
                return true;
            at = host.IndexOf('.', at);
            if (at < 0)
                return false;
        }
    }
}
