using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Handlers;

/// <summary>A decoded request of a type that the host handles.</summary>
/// <param name="Handler">Handles it.</param>
/// <param name="Body">The host's record; null where it could not be read.</param>
/// <param name="Unreadable">Why it could not be read.</param>
internal sealed record HandlerRequest(RequestHandler Handler, object? Body, RequestError? Unreadable = null) : IRequest
{
    /// <inheritdoc/>
    public RequestError? Validate() => Unreadable ?? Handler.Validate(Body!);
}
