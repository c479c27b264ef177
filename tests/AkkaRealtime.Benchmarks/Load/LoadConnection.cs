using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>One raw socket of the load generator.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _rest = [];

    /// <summary>Connects and asks for the upgrade.</summary>
    public LoadConnection(IPEndPoint server, string path, string? token)
    {
        _socket.Connect(server);
        Handle = (int)_socket.Handle;
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        Write(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {server}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{authorization}"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"));
    }

    /// <summary>The file descriptor.</summary>
    public int Handle { get; }

    /// <summary>Whether the server accepted the upgrade.</summary>
    public bool IsUpgraded { get; private set; }

    /// <summary>Whether the connection can be used for sending (the peer decides when).</summary>
    public bool IsReady { get; set; }

    /// <summary>The room, as an index.</summary>
    public int Room { get; init; }

    /// <summary>The deliveries so far.</summary>
    public long Delivered { get; set; }

    /// <summary>Writes ready bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => Epoll.Write(Handle, bytes);

    /// <summary>Takes what was read; hands each whole text frame to <paramref name="take"/>, and answers pings.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, Action<LoadConnection, ReadOnlySpan<byte>> take)
    {
        if (_rest.Length > 0)
        {
            byte[] joined = [.. _rest, .. bytes];
            _rest = [];
            bytes = joined;
        }

        if (!IsUpgraded && !TryUpgrade(ref bytes))
            return;
        while (FrameScanner.TryRead(bytes, out var opcode, out var payload, out var taken))
        {
            if (opcode == 1)
                take(this, payload);
            else if (opcode == 9)
                Write(FrameScanner.Write(payload, 10));
            else if (opcode == 8)
                throw new InvalidOperationException($"The server closed: {(payload.Length > 2 ? Encoding.UTF8.GetString(payload[2..]) : "no reason")}");
            bytes = bytes[taken..];
        }

        if (bytes.Length > 0)
            _rest = bytes.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private bool TryUpgrade(ref ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            _rest = bytes.ToArray();
            return false;
        }

        if (!bytes.StartsWith("HTTP/1.1 101"u8))
            throw new InvalidOperationException($"The server refused the upgrade: {Encoding.ASCII.GetString(bytes[..bytes.IndexOf((byte)'\r')])}");
        IsUpgraded = true;
        bytes = bytes[(end + 4)..];
        return true;
    }
}
