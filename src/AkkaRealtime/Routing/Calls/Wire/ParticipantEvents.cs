using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>A participant has joined, or is back: the others make their links to it, or make them again. <paramref name="Reason"/> is one of <see cref="JoinReasons"/>.</summary>
internal sealed record CallParticipantJoined(
    CallId CallId,
    string Participant,
    UserId User,
    string Name,
    MediaState Media,
    string Reason,
    int? Entry = null) : CallEvent(CallId)
{
    /// <summary>About <paramref name="who"/>.</summary>
    public static CallParticipantJoined Of(CallId call, ParticipantView who, string reason) =>
        new(call, who.Participant, who.User, who.Name, who.Media, reason, who.Entry);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.participant-joined";
}

/// <summary>A participant has left, or (<c>reconnecting</c>) can't be reached right now. <paramref name="Reason"/> is one of <see cref="LeaveReasons"/>.</summary>
internal sealed record CallParticipantLeft(CallId CallId, string Participant, string Reason) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.participant-left";
}

/// <summary>A participant sends something else now.</summary>
internal sealed record CallMedia(
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

/// <summary>A participant shows an emoji for a moment.</summary>
internal sealed record CallReaction(CallId CallId, string Participant, string Emoji) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.reaction";
}

/// <summary>To a participant: the host wants its microphone off. <paramref name="By"/> is the host's participant.</summary>
internal sealed record CallMuted(CallId CallId, string By) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.muted";
}

/// <summary>The host has left; the call goes on with this one.</summary>
internal sealed record CallHost(CallId CallId, UserId Host) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.host";
}
