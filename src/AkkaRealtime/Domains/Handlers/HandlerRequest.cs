using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Handlers;

/// <summary>
/// A request of a type that the host handles, not yet decoded: the host's record, its constructor and its validation are the host's code, and run
/// where its handler runs.
/// </summary>
/// <param name="Handler">Handles it.</param>
/// <param name="Data">The bytes of <c>data</c>.</param>
internal sealed record HandlerRequest(RequestHandler Handler, ReadOnlyMemory<byte> Data) : IRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => Handler.Cost;

    /// <inheritdoc/>
    public RequestError? Validate() => null;
}
