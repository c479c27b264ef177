using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Sfu;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>What happens in a call, as the <c>data</c> that goes out (protocol §4, "Events").</summary>
internal abstract record CallEvent([property: JsonPropertyOrder(-1)] CallId CallId)
{
    /// <summary>The envelope's type.</summary>
    [JsonIgnore]
    public abstract string Type { get; }
}

/// <summary>It rings at a callee's.</summary>
internal sealed record CallRinging(CallId CallId, UserId User) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.ringing";
}

/// <summary>Another connection of the same user took or declined the call: <paramref name="By"/>, a participant's name.</summary>
internal sealed record AnsweredElsewhere(CallId CallId, string By) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.answered-elsewhere";
}

/// <summary>Somebody is in, or back: links to the participant are to be made (anew). <paramref name="Reason"/> is one of <see cref="JoinReasons"/>.</summary>
internal sealed record ParticipantJoined(CallId CallId, string Participant, UserId User, string Name, MediaState Media, string Reason) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.participant-joined";
}

/// <summary>Somebody is out, or (<c>reconnecting</c>) can't be reached just now. <paramref name="Reason"/> is one of <see cref="LeaveReasons"/>.</summary>
internal sealed record ParticipantLeft(CallId CallId, string Participant, string Reason) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.participant-left";
}

/// <summary>A callee does not want to.</summary>
internal sealed record CallDeclined(CallId CallId, UserId User, string? Reason) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.declined";
}

/// <summary>A callee is busy.</summary>
internal sealed record CallBusy(CallId CallId, UserId User) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.busy";
}

/// <summary>To the callee: this call was not taken. Says who called, so that calling back needs no look-up.</summary>
internal sealed record CallMissed(CallId CallId, RoomId Room, UserId From, string Name, string Media, DateTimeOffset At) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.missed";
}

/// <summary>A signal, on its way to the participant that it is for.</summary>
internal sealed record SignalRelayed(CallId CallId, string From, JsonElement? Description, JsonElement? Candidate) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.signal";
}

/// <summary>A participant sends something else now.</summary>
internal sealed record MediaChanged(
    CallId CallId,
    string Participant,
    bool Audio,
    bool Video,
    bool Screen,
    bool? Hold,
    bool? Hand,
    DateTimeOffset? HandAt = null) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.media";
}

/// <summary>The call goes by a media server from now on, or by a new session of it: everybody negotiates with it (protocol §7).</summary>
internal sealed record ModeChanged(CallId CallId, string Mode, SfuView Sfu) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.mode";
}

/// <summary>A signal of the media server. With an offer: whose media each of its sections is.</summary>
internal sealed record SfuSignalled(CallId CallId, string From, JsonElement? Description, JsonElement? Candidate, IReadOnlyList<SfuStream>? Streams)
    : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.signal";
}

/// <summary>The call is over. <paramref name="Reason"/> is one of <see cref="EndReasons"/>; <paramref name="DurationMs"/> counts from the first answer.</summary>
internal sealed record CallEnded(CallId CallId, string Reason, long DurationMs) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.ended";
}

/// <summary>It rings for a callee no more, who neither came nor declined.</summary>
internal sealed record CallNoAnswer(CallId CallId, UserId User) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.no-answer";
}

/// <summary>To a participant: the host wants its microphone off. <paramref name="By"/> is the host's participant.</summary>
internal sealed record CallMuted(CallId CallId, string By) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.muted";
}

/// <summary>A participant shows an emoji for a moment.</summary>
internal sealed record CallReaction(CallId CallId, string Participant, string Emoji) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.reaction";
}

/// <summary>The host is gone; the call goes on with this one.</summary>
internal sealed record HostChanged(CallId CallId, UserId Host) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.host";
}

/// <summary>Why a call ended (protocol §4), and the outcome of its <c>chat.call</c>.</summary>
internal static class EndReasons
{
    /// <summary>A participant hung up, or nobody else was left.</summary>
    public const string Hangup = "hangup";

    /// <summary>Every callee declined.</summary>
    public const string Declined = "declined";

    /// <summary>The caller hung up before anyone answered.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Nobody answered in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>Every callee was busy.</summary>
    public const string Busy = "busy";

    /// <summary>A connection was lost and did not come back in time.</summary>
    public const string Failed = "failed";

    /// <summary>The host ended it for everybody.</summary>
    public const string Host = "host";
}

/// <summary>How a participant came in.</summary>
internal static class JoinReasons
{
    /// <summary>By taking a call that rang, or by starting what turned out to be the same call.</summary>
    public const string Accepted = "accepted";

    /// <summary>By <c>call.join</c>.</summary>
    public const string Joined = "joined";

    /// <summary>It was in before: a new connection, tab or page.</summary>
    public const string Reconnected = "reconnected";
}

/// <summary>How a participant went.</summary>
internal static class LeaveReasons
{
    /// <summary>By hanging up.</summary>
    public const string Left = "left";

    /// <summary>Its connection is lost; it keeps its place for a while.</summary>
    public const string Reconnecting = "reconnecting";

    /// <summary>Its connection was lost and did not come back in time.</summary>
    public const string Lost = "lost";

    /// <summary>The user went on with another device.</summary>
    public const string Moved = "moved";

    /// <summary>The host put it out.</summary>
    public const string Removed = "removed";
}
