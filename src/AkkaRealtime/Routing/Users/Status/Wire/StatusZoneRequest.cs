using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary><c>status.zone</c>: the time zone that the user shares, or that they share none, whatever their devices say.</summary>
internal sealed record StatusZoneRequest(string? Zone) : IStatusRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    /// <inheritdoc/>
    public RequestError? Validate() => Zone is null ? RequestError.Bad("zone", "\"zone\" is missing. Send an empty one to share none.") : ZoneName.Check(Zone, mayBeNone: true);
}
