using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections;

/// <summary>A request that the connection itself answers (protocol §2).</summary>
internal interface ISessionRequest : IRequest;

/// <summary><c>session.auth</c>: sign in, or renew.</summary>
/// <param name="Token">The bearer token.</param>
/// <param name="Device">The browser profile; made by the server when left out.</param>
internal sealed record SessionAuth(string? Token, string? Device) : ISessionRequest
{
    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (string.IsNullOrEmpty(Token))
            return RequestError.Bad("token", "\"token\" is the bearer token to sign in with.");
        return Device is null || IdRules.IsDevice(Device)
            ? null
            : RequestError.Bad("device", "\"device\" is 1 to 64 characters of A–Z, a–z, 0–9, _ and -.");
    }
}

/// <summary><c>session.ping</c>: for browsers, which cannot send ping frames.</summary>
internal sealed record SessionPing : ISessionRequest
{
    /// <inheritdoc/>
    public RequestError? Validate() => null;
}

/// <summary>The session's part of the catalog of requests.</summary>
internal static class SessionRequests
{
    /// <summary>All of them.</summary>
    public static IEnumerable<RequestType> Types { get; } =
    [
        RequestType.Of("session.auth", () => SessionRequestJson.Default.SessionAuth),
        RequestType.Of("session.ping", () => SessionRequestJson.Default.SessionPing),
    ];
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SessionAuth))]
[JsonSerializable(typeof(SessionPing))]
internal sealed partial class SessionRequestJson : JsonSerializerContext;
