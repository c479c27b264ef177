using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>The outcome of a request or of time: the call as it is now, and what is to be done; or a refusal, and nothing changed.</summary>
/// <param name="Call">The call.</param>
/// <param name="Effects">To be done, in order.</param>
/// <param name="Error">Why not.</param>
internal sealed record CallDecision(Call Call, IReadOnlyList<CallEffect> Effects, RequestError? Error = null)
{
    /// <summary>Refused because browsers alone can't carry more: with a media server it would go.</summary>
    public bool NeedsSfu { get; init; }
}
