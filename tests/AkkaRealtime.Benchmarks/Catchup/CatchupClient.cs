using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace AkkaRealtime.Benchmarks.Catchup;

/// <summary>A client that asks one thing after the other, and counts what it sends and gets.</summary>
internal sealed class CatchupClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private byte[] _buffer = new byte[65_536];

    /// <summary>Requests sent.</summary>
    public int Requests { get; private set; }

    /// <summary>Frames received.</summary>
    public int Frames { get; private set; }

    /// <summary>Bytes of their payloads.</summary>
    public long Bytes { get; private set; }

    /// <summary>Events of rooms received as pages of a sync.</summary>
    public int Events { get; private set; }

    /// <summary>Connects and returns when the session is ready.</summary>
    public async Task ConnectAsync(IPEndPoint address, string token)
    {
        _socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await _socket.ConnectAsync(new Uri($"ws://{address}/ws/ws"), default);
        await UntilAsync((type, _) => type == "session.ready");
    }

    /// <summary>Sends a request and returns the data of its reply.</summary>
    public async Task<JsonElement> RequestAsync(string type, string members)
    {
        var reference = (++Requests).ToString(CultureInfo.InvariantCulture);
        var data = members.Length == 0 ? $"\"ref\":\"{reference}\"" : $"\"ref\":\"{reference}\",{members}";
        await _socket.SendAsync(Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"data\":{{{data}}}}}"), WebSocketMessageType.Text, true, default);
        return await UntilAsync((_, d) => d.TryGetProperty("ref", out var of) && of.GetString() == reference);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Abort();
        _socket.Dispose();
    }

    private async Task<JsonElement> UntilAsync(Func<string, JsonElement, bool> wanted)
    {
        while (true)
        {
            var length = await ReadAsync();
            (Frames, Bytes) = (Frames + 1, Bytes + length);
            var root = JsonElement.Parse(_buffer.AsSpan(0, length));
            var (type, data) = (root.GetProperty("type").GetString()!, root.TryGetProperty("data", out var d) ? d : default);
            if (type == "error")
                throw new InvalidOperationException(root.ToString());
            if (type == "chat.events")
                Events += data.GetProperty("events").GetArrayLength();
            if (data.ValueKind == JsonValueKind.Object && wanted(type, data))
                return data;
        }
    }

    private async Task<int> ReadAsync()
    {
        for (var length = 0; ;)
        {
            if (length == _buffer.Length)
                Array.Resize(ref _buffer, length * 2);
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), default);
            length += part.Count;
            if (part.EndOfMessage)
                return length;
        }
    }
}
