using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Sessions;

/// <summary><c>session.list</c>: where is the user signed in (protocol §2)?</summary>
internal sealed record SessionListRequest : IRequest
{
    /// <inheritdoc/>
    public int Cost => 2;

    /// <inheritdoc/>
    public RequestError? Validate() => null;
}

/// <summary><c>session.end</c>: these sessions of the user end and don't come back.</summary>
/// <param name="Device">All sessions of this device.</param>
/// <param name="Others">All but those of the device that asks.</param>
internal sealed record SessionEndRequest(string? Device, bool? Others) : IRequest
{
    /// <inheritdoc/>
    public int Cost => 5;

    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (Device is not null && !IdRules.IsDevice(Device))
            return RequestError.Bad("device", "\"device\" is 1 to 64 characters of A–Z, a–z, 0–9, _ and -.");
        return (Device is not null) == (Others == true)
            ? RequestError.Bad("device", "Name a \"device\", or say \"others\": true.")
            : null;
    }
}

/// <summary>The part of the catalog of requests that is about a user's own sessions.</summary>
internal static class OwnSessionRequests
{
    // They are the user's owner's, to which the status router has the way.
    private const string Router = "status";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RequestType> Types { get; } =
    [
        RequestType.Of("session.list", () => OwnSessionJson.Default.SessionListRequest) with { Router = Router },
        RequestType.Of("session.end", () => OwnSessionJson.Default.SessionEndRequest) with { Router = Router },
    ];
}

/// <summary><c>session.list</c>, the reply.</summary>
internal sealed record SessionList(IReadOnlyList<OwnSession> Sessions);

/// <summary>A session as its user sees it.</summary>
internal sealed record OwnSession(SessionId Session, DeviceId Device, DateTimeOffset? Since, string? Agent, bool? Current);

/// <summary><c>session.ended</c>: how many were told to close.</summary>
internal sealed record SessionsEnded(int Count);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WireTimeConverter)])]
[JsonSerializable(typeof(SessionListRequest))]
[JsonSerializable(typeof(SessionEndRequest))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(SessionsEnded))]
internal sealed partial class OwnSessionJson : JsonSerializerContext;
