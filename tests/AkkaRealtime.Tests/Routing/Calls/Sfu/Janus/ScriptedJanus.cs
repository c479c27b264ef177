using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace AkkaRealtime.Tests.Routing.Calls.Sfu.Janus;

/// <summary>
/// A peer that speaks Janus's WebSocket API as far as it is used, in this process: what it is asked can be read, and switches have it refuse
/// or be silent. That the real one behaves so is shown by the browser tests.
/// </summary>
internal sealed class ScriptedJanus : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<JsonElement> _asked = Channel.CreateBounded<JsonElement>(10_000);
    private readonly Task _accepting;
    private volatile WebSocket? _socket;
    private volatile bool _isStopped;
    private long _ids = 100;

    public ScriptedJanus()
    {
        _listener.Start();
        Url = $"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    public string Url { get; }

    /// <summary>Requests, verbs or those of the plugin, that get an error.</summary>
    public HashSet<string> Refuses { get; } = [];

    /// <summary>Requests that get no answer.</summary>
    public HashSet<string> Ignores { get; } = [];

    /// <summary>The next request by this name; others are passed over.</summary>
    public async Task<JsonElement> AskedAsync(string name)
    {
        using var patience = new CancellationTokenSource(Patient.Wait);
        for (; ; )
        {
            var request = await _asked.Reader.ReadAsync(patience.Token);
            if (NameOf(request) == name)
                return request;
        }
    }

    /// <summary>Something happens at a handle.</summary>
    public Task HappenAsync(string kind, long handle) => SendAsync(new JsonObject { ["janus"] = kind, ["sender"] = handle });

    /// <summary>The connection breaks.</summary>
    public void Break() => _socket?.Abort();

    public async ValueTask DisposeAsync()
    {
        if (_isStopped)
            return;
        _isStopped = true;
        await _stop.CancelAsync();
        _listener.Stop();
        Break();
        await _accepting;
        _stop.Dispose();
    }

    public static string NameOf(JsonElement request) => request.TryGetProperty("body", out var body)
        ? body.GetProperty("request").GetString()!
        : request.GetProperty("janus").GetString()!;

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var stream = client.GetStream();
                await UpgradeAsync(stream);
                using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = "janus-protocol" });
                _socket = socket;
                await TalkAsync(socket);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or WebSocketException or IOException)
        {
            // Stopped.
        }
    }

    private static async Task UpgradeAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) > 0)
            head.Append((char)one[0]);
        var key = head.ToString().Split("\r\n").First(l => l.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(':', 2)[1].Trim();
#pragma warning disable CA5350 // RFC 6455 §4.2.2.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: janus-protocol\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
    }

    private async Task TalkAsync(WebSocket socket)
    {
        var buffer = new byte[65_536];
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer, _stop.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                    return;
                var request = JsonElement.Parse(Encoding.UTF8.GetString(buffer, 0, part.Count));
                if (!Ignores.Contains(NameOf(request)))
                    await AnswerAsync(request);
                _asked.Writer.TryWrite(request);
            }
        }
        catch (Exception e) when (!_isStopped && (e is WebSocketException or IOException or OperationCanceledException))
        {
            // Broken.
        }
    }

    private async Task AnswerAsync(JsonElement request)
    {
        var name = NameOf(request);
        var transaction = request.GetProperty("transaction").GetString();
        if (Refuses.Contains(name))
        {
            await SendAsync(new JsonObject { ["janus"] = "error", ["transaction"] = transaction, ["error"] = new JsonObject { ["code"] = 433, ["reason"] = "no" } });
            return;
        }

        var verb = request.GetProperty("janus").GetString();
        if (verb is "create" or "attach")
            await SendAsync(new JsonObject { ["janus"] = "success", ["transaction"] = transaction, ["data"] = new JsonObject { ["id"] = Interlocked.Increment(ref _ids) } });
        else if (verb != "message")
            await SendAsync(new JsonObject { ["janus"] = "ack", ["transaction"] = transaction });
        else if (name is "create" or "allowed" or "destroy")
            await SendAsync(Plugin("success", transaction, new JsonObject { ["videoroom"] = "success" }, null));
        else
            await EventAsync(name, transaction, request);
    }

    private async Task EventAsync(string name, string? transaction, JsonElement request)
    {
        await SendAsync(new JsonObject { ["janus"] = "ack", ["transaction"] = transaction });
        var body = request.GetProperty("body");
        var handle = request.GetProperty("handle_id").GetInt64();
        var data = new JsonObject { ["videoroom"] = name };
        if (name == "joinandconfigure")
            data["private_id"] = 7;
        var feeds = body.TryGetProperty("streams", out var streams) || body.TryGetProperty("subscribe", out streams)
            ? streams.EnumerateArray().Where(s => s.TryGetProperty("feed", out _)).Select(s => s.GetProperty("feed").GetInt64()) : [];
        data["streams"] = new JsonArray([.. feeds.Select((f, i) => new JsonObject { ["mid"] = $"{i}", ["type"] = "video", ["feed_id"] = f })]);
        var type = name switch { "joinandconfigure" => "answer", "join" or "update" => "offer", "configure" when request.TryGetProperty("jsep", out _) => "answer", _ => null };
        await SendAsync(Plugin("event", transaction, data, type is null ? null : new JsonObject { ["type"] = type, ["sdp"] = $"o=- {handle} 1" }));
    }

    private static JsonObject Plugin(string kind, string? transaction, JsonObject data, JsonObject? jsep)
    {
        var message = new JsonObject { ["janus"] = kind, ["transaction"] = transaction, ["plugindata"] = new JsonObject { ["plugin"] = "janus.plugin.videoroom", ["data"] = data } };
        if (jsep is not null)
            message["jsep"] = jsep;
        return message;
    }

    private Task SendAsync(JsonObject message) =>
        _socket!.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
}
