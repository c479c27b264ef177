using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>
/// A refusal as bytes of HTTP/1.1 (RFC 9112), with the problem (RFC 9457) that <see cref="UpgradeEndpoint"/> would write: for whom nothing is to be spent on, since
/// refusals come by the thousand. The connection ends with it.
/// </summary>
internal static class PlainRefusal
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole answer.</summary>
    public static byte[] Encode(HandshakeResult result, DateTimeOffset now)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(TypedResults.Problem(result.Detail, statusCode: result.Status).ProblemDetails, Json);
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {result.Status} {ReasonPhrases.GetReasonPhrase(result.Status)}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\nContent-Type: application/problem+json\r\nConnection: close\r\nDate: {now:r}\r\n");
        foreach (var (name, value) in Headers(result, http11: true))
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    /// <summary>What belongs to the status.</summary>
    public static IEnumerable<(string Name, string Value)> Headers(HandshakeResult result, bool http11)
    {
        switch (result.Status)
        {
            case StatusCodes.Status426UpgradeRequired:
                if (http11)
                    yield return ("Upgrade", "websocket"); // HTTP/1.0 has no upgrade, and HTTP/2 no such header.
                yield return ("Sec-WebSocket-Version", Handshake.Version);
                break;
            case StatusCodes.Status401Unauthorized:
                yield return ("WWW-Authenticate", "Bearer error=\"invalid_token\"");
                break;
            case StatusCodes.Status503ServiceUnavailable:
                yield return ("Retry-After", result.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture));
                break;
        }
    }
}
