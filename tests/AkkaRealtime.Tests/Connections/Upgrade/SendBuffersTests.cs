using System.Net;
using System.Net.Sockets;
using AkkaRealtime.Connections;
using AkkaRealtime.Connections.Upgrade;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace AkkaRealtime.Tests.Connections.Upgrade;

/// <summary>A client that never reads costs the kernel what the operator allows, not what the kernel likes.</summary>
public sealed class SendBuffersTests
{
    [SkippableFact]
    public async Task CreateBoundListenSocket_AClientThatNeverReads_HoldsNoMoreThanTheLimits()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "What a listening socket hands on to its connections is Linux's.");
        var limited = await SentUnreadAsync(new ConnectionOptions());
        var unlimited = await SentUnreadAsync(new ConnectionOptions { SendBufferBytes = 0, UnsentBytes = 0 });

        Assert.True(limited * 2 < unlimited, $"{limited} bytes with limits, {unlimited} without");
    }

    // How much a socket takes before it would block. The client's window is small, so that nearly all of it is ours to keep.
    private static async Task<int> SentUnreadAsync(ConnectionOptions options)
    {
        var transport = new SocketTransportOptions();
        new SendBuffers(options).PostConfigure(null, transport);
        using var listening = transport.CreateBoundListenSocket(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen(1);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await client.ConnectAsync(listening.LocalEndPoint!);
        using var accepted = await listening.AcceptAsync();
        accepted.Blocking = false;
        var (sent, bytes) = (0, new byte[16_384]);
        while (true)
        {
            var count = accepted.Send(bytes, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                return sent;
            Assert.Equal(SocketError.Success, error);
            sent += count;
        }
    }
}
