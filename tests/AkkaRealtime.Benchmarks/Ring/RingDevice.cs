using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace AkkaRealtime.Benchmarks.Ring;

/// <summary>An envelope, and when it was there.</summary>
internal sealed record Heard(string Type, JsonElement Data, DateTimeOffset At)
{
    /// <summary>The call that it is about.</summary>
    public string? Call => Data.TryGetProperty("callId", out var id) ? id.GetString()
        : Data.TryGetProperty("call", out var call) ? call.GetProperty("id").GetString() : null;
}

/// <summary>A device: everything that it is sent gets its time at once, and is read afterwards.</summary>
internal sealed class RingDevice : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ClientWebSocket _socket = new();
    private readonly Channel<Heard> _heard = Channel.CreateBounded<Heard>(65_536);
    private int _requests;

    /// <summary>Connects a device of a user; returns with <c>session.ready</c>.</summary>
    public static async Task<(RingDevice Device, JsonElement Ready)> ConnectAsync(IPEndPoint address, string token, string name)
    {
        var device = new RingDevice();
        device._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await device._socket.ConnectAsync(new Uri($"ws://{address}/ws/ws?device={name}"), default);
        _ = Task.Run(device.ReadAsync);
        return (device, (await device.UntilAsync(h => h.Type == "session.ready")).Data);
    }

    /// <summary>Sends a request; returns when it was handed to the socket.</summary>
    public async Task<DateTimeOffset> SendAsync(string type, string members)
    {
        var reference = (++_requests).ToString(CultureInfo.InvariantCulture);
        var text = Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"data\":{{\"ref\":\"{reference}\",{members}}}}}");
        var at = TimeProvider.System.GetUtcNow();
        await _socket.SendAsync(text, WebSocketMessageType.Text, true, default);
        return at;
    }

    /// <summary>The next envelope that is wanted; those before it are passed over.</summary>
    public async Task<Heard> UntilAsync(Func<Heard, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var heard = await _heard.Reader.ReadAsync(patience.Token);
            if (heard.Type == "error")
                throw new InvalidOperationException(heard.Data.ToString());
            if (wanted(heard))
                return heard;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Abort();
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[262_144];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), default);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                var at = TimeProvider.System.GetUtcNow();
                if (part.MessageType == WebSocketMessageType.Close)
                    break;
                var root = JsonElement.Parse(buffer.AsSpan(0, length));
                if (root.TryGetProperty("data", out var data))
                    _heard.Writer.TryWrite(new Heard(root.GetProperty("type").GetString()!, data, at));
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Gone.
        }

        _heard.Writer.TryComplete();
    }
}
