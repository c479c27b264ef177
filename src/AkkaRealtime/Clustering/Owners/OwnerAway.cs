using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Clustering.Owners;

/// <summary>An owner can't be reached, and whoever is told this waits for its answer in vain. Told on the same node.</summary>
/// <param name="Key">What the answer was waited for by: of a request its <c>ref</c>.</param>
internal sealed record OwnerAway(string? Key)
{
    /// <summary>What a client is told.</summary>
    public static RequestError Error { get; } =
        new(ErrorCode.Unavailable, "The server can't reach the part of itself that answers this right now. Send it again.", RetryAfterMs: 1_000);
}
