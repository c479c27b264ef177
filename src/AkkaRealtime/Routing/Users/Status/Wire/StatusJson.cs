using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary>JSON of this domain: requests, replies, what is stored of a user, and what an entity reports to routers.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WireTimeConverter)])]
[JsonSerializable(typeof(SetStatusRequest))]
[JsonSerializable(typeof(ActivityRequest))]
[JsonSerializable(typeof(SubscribeStatusRequest))]
[JsonSerializable(typeof(GetStatusRequest))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(StatusList))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(StoredChoice))]
[JsonSerializable(typeof(IncomingCall))]
internal sealed partial class StatusJson : JsonSerializerContext
{
    /// <summary><c>status.ok</c>: the user's own view.</summary>
    public static EncodedEnvelope Ok(StatusView own, string? @ref) => EnvelopeWriter.Write("status.ok", own, Default.StatusView, @ref);

    /// <summary><c>status.snapshot</c>.</summary>
    public static EncodedEnvelope Snapshot(IReadOnlyList<StatusView> users, string? @ref) =>
        EnvelopeWriter.Write("status.snapshot", new StatusList(users), Default.StatusList, @ref);

    /// <summary><c>status.changed</c>.</summary>
    public static EncodedEnvelope Changed(IReadOnlyList<StatusView> users) =>
        EnvelopeWriter.Write("status.changed", new StatusList(users), Default.StatusList);

    /// <summary><c>call.incoming</c> (protocol §4).</summary>
    public static EncodedEnvelope Incoming(CallView call, string from, DateTimeOffset expiresAt) =>
        EnvelopeWriter.Write("call.incoming", new IncomingCall(call, from, expiresAt), Default.IncomingCall);
}

/// <summary>The <c>data</c> of <c>call.incoming</c>.</summary>
internal sealed record IncomingCall(CallView Call, string From, DateTimeOffset ExpiresAt);
