using System.Net;
using System.Net.Sockets;

namespace AkkaRealtime.Outbound;

/// <summary>
/// Makes the connections of requests whose address somebody else has named: to public addresses alone, and to those of networks that the operator allows. What a name stands for is
/// asked once for each connection, and the connection is made to an address of that very answer, so that a name which means another address a moment later leads nowhere.
/// </summary>
/// <param name="allowed">Networks that may be reached although they aren't public.</param>
/// <param name="resolve">What a name stands for; null: as the system says.</param>
/// <param name="connect">Connects to one of some addresses; null: by TCP.</param>
internal sealed class AddressGuard(
    IReadOnlyCollection<IPNetwork> allowed,
    Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null,
    Func<IPAddress[], int, CancellationToken, ValueTask<Stream>>? connect = null)
{
    /// <summary>For who may reach any address.</summary>
    public static readonly IReadOnlyCollection<IPNetwork> Everywhere = [IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")];

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;
    private readonly Func<IPAddress[], int, CancellationToken, ValueTask<Stream>> _connect = connect ?? ConnectAsync;

    /// <summary>Whether an address may be reached.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return PublicAddresses.IsPublic(plain) || allowed.Any(network => network.Contains(plain));
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="NoPublicAddressException">The name has no address that may be reached.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(context);
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancel).ConfigureAwait(false);
        var reachable = Array.FindAll(addresses, Allows);
        return reachable.Length == 0
            ? throw new NoPublicAddressException(host)
            : await _connect(reachable, context.DnsEndPoint.Port, cancel).ConfigureAwait(false);
    }

    private static async ValueTask<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

#pragma warning disable CA1032 // Thrown by the guard alone.
/// <summary>A name stands for no address that may be reached.</summary>
internal sealed class NoPublicAddressException(string host) : IOException($"{host} has no public address.");
#pragma warning restore CA1032
