using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>
/// Reads the head of a plain HTTP/1.1 request to upgrade (RFC 9112 §3, RFC 6455 §4.1). Whatever is unusual in the least is not for here: it is
/// left to the HTTP server, which knows all of HTTP.
/// </summary>
internal static class UpgradeRequest
{
    /// <summary>Longer heads are left to the HTTP server.</summary>
    public const int MaxBytes = 16_384;

    private const string HttpVersion = " HTTP/1.1";

    private static readonly string[] Once =
    [
        "Host", "Upgrade", "Connection", "Origin", "Authorization", "User-Agent",
        "Sec-WebSocket-Version", "Sec-WebSocket-Key", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", ClientAddresses.ForwardedFor,
    ];

    // A body; or a proxy that has to be trusted first, since it says what host the client named.
    private static readonly string[] ForTheServer = ["Content-Length", "Transfer-Encoding", "Expect", "Forwarded", "X-Forwarded-Host"];

    /// <summary>
    /// The request in <paramref name="head"/>, or null where it is none for <paramref name="path"/>, is incomplete, or unusual.
    /// </summary>
    /// <param name="head">What has come.</param>
    /// <param name="path">Where the WebSocket is.</param>
    /// <param name="addresses">Who the client is, where a proxy says so.</param>
    /// <param name="remote">Who connected.</param>
    /// <param name="length">Bytes of the head.</param>
    public static HandshakeRequest? TryRead(ReadOnlySpan<byte> head, string path, ClientAddresses addresses, IPAddress? remote, out int length)
    {
        length = 0;
        if (!head.StartsWith("GET "u8) || head.IndexOf("\r\n\r\n"u8) is not (> 0 and var end))
            return null;
        length = end + 4;
        var lines = Encoding.Latin1.GetString(head[..(length - 4)]).Split("\r\n");
        if (Query(lines[0], path) is not { } query || Headers(lines) is not { } headers)
            return null;
        if (!Is(headers, "Upgrade", "websocket") || !Is(headers, "Connection", "upgrade") || !headers.TryGetValue("Host", out var host))
            return null;
        var address = remote is null ? null : addresses.Of(remote, headers.GetValueOrDefault(ClientAddresses.ForwardedFor));
        if (remote is not null && address is null)
            return null;
        var values = QueryHelpers.ParseQuery(query);
        return new HandshakeRequest
        {
            IsWebSocket = true,
            NeedsKey = true,
            Version = headers.GetValueOrDefault("Sec-WebSocket-Version"),
            Key = headers.GetValueOrDefault("Sec-WebSocket-Key"),
            Protocols = headers.GetValueOrDefault("Sec-WebSocket-Protocol"),
            Extensions = headers.GetValueOrDefault("Sec-WebSocket-Extensions"),
            Origin = headers.GetValueOrDefault("Origin"),
            Host = host,
            Authorization = headers.GetValueOrDefault("Authorization"),
            Agent = headers.GetValueOrDefault("User-Agent"),
            QueryToken = values.TryGetValue("access_token", out var token) ? token.ToString() : null,
            QueryTicket = values.TryGetValue("resume", out var ticket) ? ticket.ToString() : null,
            Device = values.TryGetValue("device", out var device) ? device.ToString() : null,
            Address = address,
        };
    }

    // "GET /ws/ws?device=d HTTP/1.1"
    private static string? Query(string line, string path)
    {
        if (!line.EndsWith(HttpVersion, StringComparison.Ordinal) || line.Length < "GET ".Length + HttpVersion.Length)
            return null; // "GET HTTP/1.1" has one space for two.
        var target = line["GET ".Length..^HttpVersion.Length];
        if (!target.StartsWith(path, StringComparison.Ordinal) || target.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return null;
        var rest = target[path.Length..];
        return rest.Length == 0 || rest[0] == '?' ? rest : null;
    }

    private static Dictionary<string, string>? Headers(string[] lines)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line.AsSpan().ContainsAnyExceptInRange(' ', '~') || line.AsSpan(0, colon).Contains(' '))
                return null;
            var name = line[..colon];
            if (ForTheServer.Contains(name, StringComparer.OrdinalIgnoreCase))
                return null;
            if (Once.Contains(name, StringComparer.OrdinalIgnoreCase) && !headers.TryAdd(name, line[(colon + 1)..].Trim()))
                return null;
        }

        return headers;
    }

    private static bool Is(Dictionary<string, string> headers, string name, string value) =>
        headers.TryGetValue(name, out var found)
        && found.Split(',', StringSplitOptions.TrimEntries).Contains(value, StringComparer.OrdinalIgnoreCase);
}
