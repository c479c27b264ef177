using System.Net;
using System.Net.Sockets;

namespace AkkaRealtime.Connections;

/// <summary>What limits per address go by.</summary>
internal static class ClientAddress
{
    /// <summary>What is counted as one address: whoever has one of IPv6 has the 2^64 beside it.</summary>
    public static IPAddress? Key(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            return address.MapToIPv4();
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6 })
            return address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }

    /// <summary>
    /// The same where limits that stand by default hold for the address. They don't for private ones unless the operator says so: behind a proxy whose forwarded headers
    /// nobody reads, everybody comes from one, and on a company's network it is the company's own people.
    /// </summary>
    public static IPAddress? Limited(IPAddress? address, LimitOptions limits) =>
        Key(address) is { } key && (limits.LimitPrivateAddresses || !IsPrivate(key)) ? key : null;

    /// <summary>Loopback, RFC 1918, RFC 3927 (link-local), RFC 4193 (ULA) and the like.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.IPv6Any))
            return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.IsIPv6SiteLocal;
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out _) && bytes is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [169, 254, ..] or [100, >= 64 and <= 127, ..];
    }
}
