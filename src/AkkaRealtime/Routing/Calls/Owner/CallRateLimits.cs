using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>Limits how many signals and reactions each participant of a call may send: each of them costs the others something. A new call starts with full limits.</summary>
/// <param name="isOn">False lifts every limit.</param>
internal sealed class CallRateLimits(bool isOn)
{
    private readonly RateLimiter _signals = RateLimiter.OfSignals();
    private readonly RateLimiter _reactions = RateLimiter.OfReactions();
    private CallId _call;

    /// <summary>Null where the caller may send one more signal.</summary>
    public RequestError? TakeSignal(CallId call, Caller caller, DateTimeOffset now) => Take(_signals, call, caller, now);

    /// <summary>Null where the caller may send one more reaction.</summary>
    public RequestError? TakeReaction(CallId call, Caller caller, DateTimeOffset now) => Take(_reactions, call, caller, now);

    private RequestError? Take(RateLimiter limiter, CallId call, Caller caller, DateTimeOffset now)
    {
        if (!isOn)
            return null;
        if (call != _call)
        {
            _call = call;
            _signals.Clear();
            _reactions.Clear();
        }

        return limiter.Take(ParticipantName.Of(caller), now);
    }
}
