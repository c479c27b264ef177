using System.Net.WebSockets;
using System.Text.Json;
using AkkaRealtime.Routing.Calls.Settings;

namespace AkkaRealtime.Cli.Doctor;

/// <summary>Media servers: do they answer, take the secret, and have the plugin that calls use?</summary>
internal static class JanusProbe
{
    private const int MaxMessage = 65_536;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What is found.</summary>
    public static async Task<Finding> LookAsync(JanusOptions janus, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("janus-protocol");
        try
        {
            await socket.ConnectAsync(new Uri(janus.Url), patience.Token);
            var info = await AskAsync(socket, new { janus = "info", transaction = "info" }, patience.Token);
            var name = $"Janus {Text(info, "version_string")}".TrimEnd();
            var made = await AskAsync(socket, With(janus, new() { ["janus"] = "create", ["transaction"] = "create" }), patience.Token);
            if (Text(made, "janus") != "success")
                return Finding.Bad("janus", $"{janus.Url}: {name} gives no session: {Reason(made)} Is Calls:Janus:ApiSecret its api_secret?");
            var session = made.GetProperty("data").GetProperty("id").GetInt64();
            var attached = await AskAsync(
                socket, With(janus, new() { ["janus"] = "attach", ["plugin"] = "janus.plugin.videoroom", ["session_id"] = session, ["transaction"] = "attach" }), patience.Token);
            await AskAsync(socket, With(janus, new() { ["janus"] = "destroy", ["session_id"] = session, ["transaction"] = "destroy" }), patience.Token);
            return Text(attached, "janus") == "success"
                ? Finding.Good("janus", $"{janus.Url}: {name}, with its VideoRoom.")
                : Finding.Bad("janus", $"{janus.Url}: {name} has no VideoRoom: {Reason(attached)} Install janus.plugin.videoroom.");
        }
        catch (Exception e) when (e is WebSocketException or JsonException or KeyNotFoundException or InvalidOperationException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return Finding.Bad("janus", $"{janus.Url} does not answer as Janus does: {e.Message} Is its WebSocket API there, and can it be reached from here?");
        }
    }

    private static Dictionary<string, object> With(JanusOptions janus, Dictionary<string, object> request)
    {
        if (!string.IsNullOrEmpty(janus.ApiSecret))
            request["apisecret"] = janus.ApiSecret;
        return request;
    }

    private static async Task<JsonElement> AskAsync(ClientWebSocket socket, object request, CancellationToken cancel)
    {
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(request), WebSocketMessageType.Text, endOfMessage: true, cancel);
        while (true)
        {
            var message = new byte[MaxMessage];
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(message.AsMemory(length), cancel);
                length += part.Count;
            }
            while (!part.EndOfMessage && length < message.Length);
            var answer = JsonElement.Parse(message.AsSpan(0, length));
            if (answer.TryGetProperty("transaction", out _) && Text(answer, "janus") != "ack")
                return answer;
        }
    }

    private static string Text(JsonElement json, string member) => json.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static string Reason(JsonElement answer) => answer.TryGetProperty("error", out var error) ? $"{Text(error, "reason")}." : "it says nothing of why.";
}
