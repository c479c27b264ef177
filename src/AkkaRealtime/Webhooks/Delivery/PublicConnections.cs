using System.Net;
using System.Net.Sockets;

namespace AkkaRealtime.Webhooks.Delivery;

/// <summary>Connects to public addresses only, which is looked at when a connection is made, so that no name can lead elsewhere.</summary>
internal static class PublicConnections
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="NoPublicAddressException">The host has none, and no others are allowed.</exception>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, bool allowsPrivate, CancellationToken cancel)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancel).ConfigureAwait(false);
        if (!allowsPrivate)
            addresses = Array.FindAll(addresses, PublicAddresses.IsPublic);
        if (addresses.Length == 0)
            throw new NoPublicAddressException(host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

#pragma warning disable CA1032 // Thrown here alone.
    /// <summary>There is no address that may be connected to.</summary>
    internal sealed class NoPublicAddressException(string host) : IOException($"{host} has no public address.");
#pragma warning restore CA1032
}
