using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaRealtime.Benchmarks.Abuse;

/// <summary>A TCP connection of somebody who keeps to no rules: what it sends is written by hand, and it reads only what it likes.</summary>
internal sealed class RawSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _read = new byte[16_384];
    private string _unread = "";

    private RawSocket(Socket socket) => _socket = socket;

    /// <summary>Connects from an address of its own.</summary>
    public static async Task<RawSocket> ConnectAsync(AbuseTarget target, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 16_384, NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(target.HostileAddress, 0));
            await socket.ConnectAsync(target.Server, cancel);
            return new RawSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Asks for the upgrade, and for nothing else.</summary>
    public ValueTask<int> AskAsync(AbuseTarget target, string? token, CancellationToken cancel) => SendAsync(
        Encoding.ASCII.GetBytes(
            $"GET /ws/ws HTTP/1.1\r\nHost: {target.Server}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + (token is null ? "\r\n" : $"Authorization: Bearer {token}\r\n\r\n")),
        cancel);

    /// <summary>The status of the answer; 0 where the connection was closed instead.</summary>
    public async Task<int> StatusAsync(CancellationToken cancel)
    {
        var length = await _socket.ReceiveAsync(_read, cancel);
        return length >= 12 && int.TryParse(_read.AsSpan(9, 3), out var status) ? status : 0;
    }

    /// <summary>Is a WebSocket with this user's session.</summary>
    public static async Task<RawSocket> SignInAsync(AbuseTarget target, string token, CancellationToken cancel)
    {
        var socket = await ConnectAsync(target, cancel);
        await socket.AskAsync(target, token, cancel);
        return await socket.StatusAsync(cancel) == 101 ? socket : throw new SocketException((int)SocketError.ConnectionRefused);
    }

    /// <summary>Sends a text frame.</summary>
    public ValueTask<int> SayAsync(string text, CancellationToken cancel) => SendAsync(Frame(0x81, Encoding.UTF8.GetBytes(text)), cancel);

    /// <summary>Sends pings.</summary>
    public ValueTask<int> PingAsync(int count, CancellationToken cancel)
    {
        var frame = Frame(0x89, "ping"u8);
        var all = new byte[frame.Length * count];
        for (var i = 0; i < count; i++)
            frame.CopyTo(all, i * frame.Length);
        return SendAsync(all, cancel);
    }

    /// <summary>Reads and forgets what comes; returns at the end.</summary>
    public async Task ReadAllAsync(CancellationToken cancel)
    {
        while (await _socket.ReceiveAsync(_read, cancel) > 0)
        {
        }
    }

    /// <summary>The id of the first room that it is told of.</summary>
    public Task<string> RoomAsync(CancellationToken cancel) => ValueAsync("\"room\":{\"id\":\"", cancel);

    /// <summary>Reads until something was said, and returns the JSON text that comes right after it, until its quote ends.</summary>
    public async Task<string> ValueAsync(string after, CancellationToken cancel)
    {
        while (true)
        {
            var from = _unread.IndexOf(after, StringComparison.Ordinal) + after.Length;
            if (from >= after.Length && _unread.IndexOf('"', from) is > 0 and var to)
            {
                var value = _unread[from..to];
                _unread = _unread[to..];
                return value;
            }

            var length = await _socket.ReceiveAsync(_read, cancel);
            if (length == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
            _unread += Encoding.Latin1.GetString(_read, 0, length);
        }
    }

    /// <summary>Sends a text in frames of one byte each.</summary>
    public ValueTask<int> SayInBytesAsync(string text, CancellationToken cancel) => SendAsync(
        [.. Encoding.UTF8.GetBytes(text).SelectMany((value, i) => Frame((byte)((i == 0 ? 0x01 : 0x00) | (i == text.Length - 1 ? 0x80 : 0x00)), [value]))], cancel);

    /// <summary>Sends something as it is.</summary>
    public ValueTask<int> WriteAsync(string text, CancellationToken cancel) => SendAsync(Encoding.ASCII.GetBytes(text), cancel);

    /// <summary>Vanishes with a reset.</summary>
    public void Reset() => _socket.Close(timeout: 0);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private ValueTask<int> SendAsync(byte[] bytes, CancellationToken cancel) => _socket.SendAsync(bytes, SocketFlags.None, cancel);

    // Masked with zeros: the bytes as they are.
    private static byte[] Frame(byte head, ReadOnlySpan<byte> payload)
    {
        var length = payload.Length < 126 ? 2 : 4;
        var frame = new byte[length + 4 + payload.Length];
        frame[0] = head;
        frame[1] = (byte)(0x80 | (length == 2 ? payload.Length : 126));
        if (length == 4)
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        payload.CopyTo(frame.AsSpan(length + 4));
        return frame;
    }
}
