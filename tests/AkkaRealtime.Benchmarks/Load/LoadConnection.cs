using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>Takes a text frame that a connection got.</summary>
internal delegate void TakeFrame(LoadConnection connection, ReadOnlySpan<byte> payload);

/// <summary>One raw socket of the load generator.</summary>
internal sealed class LoadConnection : IDisposable
{
    // Ends with a reset: it is gone at once, as after a crash, and leaves no port behind that waits a minute.
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new LingerOption(true, 0) };
    private byte[] _rest = [];
    private byte[] _begun = [];

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

    /// <summary>The room.</summary>
    public required string Room { get; init; }

    /// <summary>What whoever opened it keeps with it.</summary>
    public object? State { get; init; }

    /// <summary>Writes ready bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => Epoll.Write(Handle, bytes);

    /// <summary>Sends a text frame.</summary>
    public void Say(string text) => Write(FrameScanner.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Takes what was read; hands each whole text message to <paramref name="take"/>, and answers pings.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, TakeFrame take)
    {
        if (_rest.Length > 0)
        {
            byte[] joined = [.. _rest, .. bytes];
            _rest = [];
            bytes = joined;
        }

        if (!IsUpgraded && !TryUpgrade(ref bytes))
            return;
        while (FrameScanner.TryRead(bytes, out var opcode, out var isLast, out var payload, out var taken))
        {
            if (opcode <= 1)
                Take(payload, isLast, take);
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

    // SignalR sends what has gathered in several frames.
    private void Take(ReadOnlySpan<byte> payload, bool isLast, TakeFrame take)
    {
        if (!isLast || _begun.Length > 0)
            payload = _begun = [.. _begun, .. payload];
        if (!isLast)
            return;
        _begun = [];
        take(this, payload);
    }

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
