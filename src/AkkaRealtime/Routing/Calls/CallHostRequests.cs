using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Calls;

/// <summary><c>call.mute</c>: the host asks a participant to turn the microphone off. Its own client does so, and says so by <c>call.media</c>.</summary>
internal sealed record MuteParticipant(CallId CallId, string? Participant) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId)
        ?? (ParticipantName.IsWellFormed(Participant) ? null : RequestError.Bad("participant", "\"participant\" is a participant: user, a slash, device."));
}

/// <summary><c>call.remove</c>: the host puts somebody out of the call, or stops its ringing for them.</summary>
internal sealed record RemoveFromCall(CallId CallId, UserId? User) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId)
        ?? (User is { } user && IdRules.IsUser(user.Value) ? null : RequestError.Bad("user", "\"user\" is a user id: [A-Za-z0-9_.:@-]{1,64}."));
}

/// <summary><c>call.reaction</c>: an emoji that the others see for a moment. Kept nowhere.</summary>
internal sealed record SendReaction(CallId CallId, string? Emoji) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId) ?? ChatValidation.Emoji(Emoji);
}

/// <summary><c>call.seen</c>: the user knows of this missed call, or of all of them.</summary>
internal sealed record MarkCallsAsSeen(CallId? CallId) : ICallRequest
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallId is { } id ? CallFields.Check(id) : null;
}

/// <summary><c>call.list</c>: the calls that go on in the rooms of mine, whether I am in them or not.</summary>
internal sealed record ListCalls : ICallRequest
{
    /// <inheritdoc/>
    public RequestError? Validate() => null;
}
