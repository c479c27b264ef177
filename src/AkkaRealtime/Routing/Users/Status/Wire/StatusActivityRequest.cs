using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary><c>status.activity</c>: the user of this connection went idle, or is active again. Has no reply.</summary>
internal sealed record StatusActivityRequest(bool? Idle) : IStatusRequest, IUnanswered
{
    /// <inheritdoc/>
    public RequestError? Validate() => Idle is null ? RequestError.Bad("idle", "\"idle\" must be true or false.") : null;
}
