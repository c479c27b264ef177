using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>A request to Janus.</summary>
/// <param name="Ask">What for.</param>
/// <param name="Verb"><c>create</c>, <c>attach</c>, <c>message</c>, <c>trickle</c>, <c>detach</c>, <c>keepalive</c>.</param>
/// <param name="Handle">To whom; 0: the session.</param>
/// <param name="Body">For the plugin.</param>
/// <param name="Jsep">A description.</param>
/// <param name="Candidate">A candidate; for <c>trickle</c>, without one it is the end of them.</param>
internal sealed record JanusRequest(
    JanusAsk Ask, string Verb, long Handle = 0, JsonObject? Body = null, JsonElement? Jsep = null, JsonElement? Candidate = null)
{
    private const string Plugin = "janus.plugin.videoroom";

    /// <summary>A message to the plugin.</summary>
    public static JanusRequest Message(JanusAsk ask, long handle, JsonObject body, JsonElement? jsep = null) => new(ask, "message", handle, body, jsep);

    /// <summary>The frame.</summary>
    public byte[] Encode(string transaction, long session, string? apiSecret)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("janus", Verb);
            json.WriteString("transaction", transaction);
            if (apiSecret is { Length: > 0 })
                json.WriteString("apisecret", apiSecret);
            if (session != 0)
                json.WriteNumber("session_id", session);
            if (Handle != 0)
                json.WriteNumber("handle_id", Handle);
            if (Verb == "attach")
                json.WriteString("plugin", Plugin);
            if (Body is not null)
            {
                json.WritePropertyName("body");
                Body.WriteTo(json);
            }

            if (Jsep is { } jsep)
            {
                json.WritePropertyName("jsep");
                jsep.WriteTo(json);
            }

            if (Verb == "trickle")
                WriteCandidate(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WriteCandidate(Utf8JsonWriter json)
    {
        json.WritePropertyName("candidate");
        if (Candidate is { } candidate && JanusMessage.Text(candidate, "candidate") is { Length: > 0 })
        {
            candidate.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteBoolean("completed", true);
        json.WriteEndObject();
    }
}
