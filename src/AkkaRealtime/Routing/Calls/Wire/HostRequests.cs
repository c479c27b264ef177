using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary><c>call.mute</c>: the host asks a participant to turn the microphone off. Its own client does so, and tells the others by <c>call.media</c>.</summary>
internal sealed record CallMuteRequest(CallId CallId, string? Participant) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId)
        ?? (ParticipantName.IsWellFormed(Participant) ? null : RequestError.Bad("participant", "\"participant\" must be a participant, written user/device."));
}

/// <summary><c>call.remove</c>: the host removes a user from the call, or stops ringing them.</summary>
internal sealed record CallRemoveRequest(CallId CallId, UserId? User) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId)
        ?? (User is { } user && IdRules.IsUser(user.Value) ? null : RequestError.Bad("user", "\"user\" must be a user id: [A-Za-z0-9_.:@-]{1,64}."));
}
