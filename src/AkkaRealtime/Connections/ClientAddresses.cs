using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace AkkaRealtime.Connections;

/// <summary>
/// Where clients come from, also behind proxies whose <c>X-Forwarded-For</c> the host reads: by the rules and options of ASP.NET Core's own <c>UseForwardedHeaders</c>, for connections that it
/// never sees.
/// </summary>
internal sealed class ClientAddresses
{
    /// <summary>The header.</summary>
    public const string ForwardedFor = "X-Forwarded-For";

    private readonly LimitOptions _limits;
    private readonly IPAddress[] _proxies;
    private readonly System.Net.IPNetwork[] _networks;
    private readonly int _most;
    private readonly bool _isRead;

    public ClientAddresses(ForwardedHeadersOptions options, LimitOptions limits)
    {
        (_limits, _proxies, _networks, _most) = (limits, [.. options.KnownProxies], [.. options.KnownIPNetworks], options.ForwardLimit ?? int.MaxValue);
        _isRead = options.ForwardedHeaders.HasFlag(ForwardedHeaders.XForwardedFor) && options.ForwardedForHeaderName.Equals(ForwardedFor, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether an address is one of the operator's proxies, which everybody comes from.</summary>
    public bool IsProxy(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.IndexOf(_proxies, plain) >= 0 || Array.Exists(_networks, n => n.Contains(plain));
    }

    /// <summary>The client's address; null where only the HTTP server can know it.</summary>
    /// <param name="remote">Who connected.</param>
    /// <param name="forwardedFor">What the header says, if it is there.</param>
    public IPAddress? Of(IPAddress remote, string? forwardedFor)
    {
        if (forwardedFor is null)
            return remote;
        if (_isRead)
            return Behind(remote, forwardedFor);

        // Nobody has said that it is read, but middleware of the host's may all the same. That matters where a limit would hold for who connected.
        return _limits.MaxConnectionsPerAddress == 0 && ClientAddress.Limited(remote, _limits) is null ? remote : null;
    }

    // Each proxy adds whom it heard it from, on the right: believed as far as one's own proxies say so.
    private IPAddress Behind(IPAddress remote, string forwardedFor)
    {
        var entries = forwardedFor.Split(',', StringSplitOptions.TrimEntries);
        var believesAll = _proxies.Length + _networks.Length == 0;
        for (var i = entries.Length - 1; i >= 0 && entries.Length - i <= _most && (believesAll || IsProxy(remote)); i--)
        {
            if (!IPEndPoint.TryParse(entries[i], out var before))
                break;
            remote = before.Address;
        }

        return remote;
    }
}
