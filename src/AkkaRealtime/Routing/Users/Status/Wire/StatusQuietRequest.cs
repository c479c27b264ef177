using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary><c>status.quiet</c>: the hours in which the user is not to be disturbed, every week; left out, none.</summary>
internal sealed record StatusQuietRequest(QuietHours? Hours = null) : IStatusRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    /// <inheritdoc/>
    public RequestError? Validate() => Hours?.Check();
}
