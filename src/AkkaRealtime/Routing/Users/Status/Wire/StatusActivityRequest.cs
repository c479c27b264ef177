using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary><c>status.activity</c>: the user of this connection went idle, or is active again, in which time zone their device is, and whether its page can't be seen. Has no reply.</summary>
internal sealed record StatusActivityRequest(bool? Idle, string? Zone = null, bool? Hidden = null) : IStatusRequest, IUnanswered
{
    /// <inheritdoc/>
    public RequestError? Validate() => Idle is null ? RequestError.Bad("idle", "\"idle\" must be true or false.") : ZoneName.Check(Zone, mayBeNone: false);
}
