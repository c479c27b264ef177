using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary><c>status.skip-quiet</c>: the quiet hours that hold now, or begin next, are turned off this time; or they count again.</summary>
internal sealed record StatusSkipQuietRequest(bool? On = null) : IStatusRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    /// <inheritdoc/>
    public RequestError? Validate() => On is null ? RequestError.Bad("on", "\"on\" must be true or false.") : null;
}
