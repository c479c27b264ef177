using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>
/// What the kernel keeps for a client that doesn't read, or that we don't read as fast as it sends, which it would otherwise let grow to megabytes. Set on listening sockets, from which Linux hands it on
/// to every connection: those of our own door, and Kestrel's.
/// </summary>
internal sealed class SendBuffers(ConnectionOptions options) : IPostConfigureOptions<SocketTransportOptions>
{
    private const int Tcp = 6;
    private const int NotSentLowWater = 25;

    /// <inheritdoc/>
    public void PostConfigure(string? name, SocketTransportOptions transport)
    {
        var bind = transport.CreateBoundListenSocket;
        transport.CreateBoundListenSocket = endpoint =>
        {
            var socket = bind(endpoint);
            if (socket.ProtocolType == ProtocolType.Tcp)
                Limit(socket);
            return socket;
        };
    }

    /// <summary>Limits what is in the kernel both ways (it takes twice the number for its own bookkeeping), and, on Linux, what of it was not sent yet.</summary>
    public void Limit(Socket socket)
    {
        if (options.SendBufferBytes > 0)
            socket.SendBufferSize = options.SendBufferBytes;
        if (options.ReceiveBufferBytes > 0)
            socket.ReceiveBufferSize = options.ReceiveBufferBytes;
        if (options.UnsentBytes > 0 && OperatingSystem.IsLinux())
            socket.SetRawSocketOption(Tcp, NotSentLowWater, BitConverter.GetBytes(options.UnsentBytes));
    }
}
