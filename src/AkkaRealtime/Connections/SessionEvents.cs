using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Connections;

/// <summary><c>session.ready</c> (protocol §2).</summary>
internal sealed record SessionReady(
    SessionId SessionId,
    SessionUser User,
    DeviceId Device,
    string Epoch,
    IReadOnlyList<EncodedJson> Calls,
    DateTimeOffset ServerTime,
    int HeartbeatMs,
    DateTimeOffset? ExpiresAt,
    SessionLimits Limits,
    string Version,
    string? Resume = null,
    SessionPush? Push = null);

/// <summary>Who signed in.</summary>
internal sealed record SessionUser(UserId Id, string Name);

/// <summary>What the client should keep to; a rate of 0 means none.</summary>
internal sealed record SessionLimits(int MaxMessageBytes, int MessagesPerSecond, int Burst, long? MaxFileBytes = null, SessionAudience? Audience = null, int? MaxPictureBytes = null);

/// <summary>Who may address a message to a whole room: the least role, and in rooms of how many members.</summary>
internal sealed record SessionAudience(string Role, int Members);

/// <summary>What a device subscribes to pushes with.</summary>
internal sealed record SessionPush(string PublicKey);

/// <summary><c>session.pong</c>.</summary>
internal sealed record SessionPong(DateTimeOffset ServerTime);

/// <summary><c>session.expiring</c>.</summary>
internal sealed record SessionExpiring(DateTimeOffset ExpiresAt);

/// <summary><c>session.draining</c>.</summary>
internal sealed record SessionDraining(int ReconnectAfterMs);

/// <summary><c>session.lagging</c>: rooms, and topics of the host's where there are some.</summary>
internal sealed record SessionLagging(IEnumerable<string> Rooms, IEnumerable<string>? Topics = null);

/// <summary>What the server says about a session, as envelopes (protocol §2).</summary>
internal static class SessionEvents
{
    /// <summary>Signed in; also the reply to <c>session.auth</c>.</summary>
    public static EncodedEnvelope Ready(SessionReady data, string? @ref) =>
        EnvelopeWriter.Write("session.ready", data, SessionJson.Default.SessionReady, @ref);

    /// <summary>The reply to <c>session.ping</c>.</summary>
    public static EncodedEnvelope Pong(DateTimeOffset serverTime, string? @ref) =>
        EnvelopeWriter.Write("session.pong", new SessionPong(serverTime), SessionJson.Default.SessionPong, @ref);

    /// <summary>The token ends soon.</summary>
    public static EncodedEnvelope Expiring(DateTimeOffset expiresAt) =>
        EnvelopeWriter.Write("session.expiring", new SessionExpiring(expiresAt), SessionJson.Default.SessionExpiring);

    /// <summary>The node goes away.</summary>
    public static EncodedEnvelope Draining(int reconnectAfterMs) =>
        EnvelopeWriter.Write("session.draining", new SessionDraining(reconnectAfterMs), SessionJson.Default.SessionDraining);

    /// <summary>Durable events of these topics were skipped: of rooms' logs, and of topics whose owners keep their last.</summary>
    public static EncodedEnvelope Lagging(IReadOnlyCollection<Topic> topics)
    {
        var rooms = topics.Where(t => t.Kind == TopicKind.Room).Select(t => t.Id);
        var others = topics.Where(t => t.Kind != TopicKind.Room).Select(t => t.Id).ToList();
        return EnvelopeWriter.Write("session.lagging", new SessionLagging(rooms, others.Count == 0 ? null : others), SessionJson.Default.SessionLagging);
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WireTimeConverter)])]
[JsonSerializable(typeof(SessionReady))]
[JsonSerializable(typeof(SessionPong))]
[JsonSerializable(typeof(SessionExpiring))]
[JsonSerializable(typeof(SessionDraining))]
[JsonSerializable(typeof(SessionLagging))]
internal sealed partial class SessionJson : JsonSerializerContext;
