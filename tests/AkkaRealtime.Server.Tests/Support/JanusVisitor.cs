using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>Somebody with Janus's secrets who looks what is there.</summary>
internal sealed class JanusVisitor : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ClientWebSocket _socket = new();
    private long _session;
    private long _handle;
    private int _last;

    private JanusVisitor()
    {
    }

    public static async Task<JanusVisitor> ConnectAsync(Uri url, NetworkNamespace? network)
    {
        var visitor = new JanusVisitor();
        try
        {
            visitor._socket.Options.AddSubProtocol("janus-protocol");
            await visitor._socket.ConnectAsync(url, network?.Http, CancellationToken.None).WaitAsync(Patience);
            visitor._session = IdOf(await visitor.AskAsync(new JsonObject { ["janus"] = "create" }));
            visitor._handle = IdOf(await visitor.AskAsync(new JsonObject { ["janus"] = "attach", ["plugin"] = "janus.plugin.videoroom" }));
            return visitor;
        }
        catch
        {
            await visitor.DisposeAsync();
            throw;
        }
    }

    /// <summary>All rooms, also private ones, with how many participants each.</summary>
    public async Task<IReadOnlyDictionary<long, int>> RoomsAsync()
    {
        var body = new JsonObject { ["request"] = "list", ["admin_key"] = JanusProcess.AdminKey };
        var answer = await AskAsync(new JsonObject { ["janus"] = "message", ["body"] = body });
        return answer.GetProperty("plugindata").GetProperty("data").GetProperty("list").EnumerateArray()
            .ToDictionary(r => r.GetProperty("room").GetInt64(), r => r.GetProperty("num_participants").GetInt32());
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static long IdOf(JsonElement answer) => answer.GetProperty("data").GetProperty("id").GetInt64();

    private async Task<JsonElement> AskAsync(JsonObject request)
    {
        var transaction = $"{++_last}";
        request["transaction"] = transaction;
        request["apisecret"] = JanusProcess.ApiSecret;
        if (_session != 0)
            request["session_id"] = _session;
        if (_handle != 0)
            request["handle_id"] = _handle;
        await _socket.SendAsync(Encoding.UTF8.GetBytes(request.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
        while (true)
        {
            var answer = JsonElement.Parse(await ReadAsync());
            if (answer.TryGetProperty("transaction", out var of) && of.GetString() == transaction && answer.GetProperty("janus").GetString() != "ack")
                return answer;
        }
    }

    private async Task<string> ReadAsync()
    {
        var buffer = new byte[65_536];
        var message = new MemoryStream();
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Patience);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length);
        }
    }
}
