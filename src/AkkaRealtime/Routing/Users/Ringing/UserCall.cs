using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Ringing;

/// <summary>What a user's entity has to know of a call.</summary>
/// <param name="Id">The call.</param>
/// <param name="State">How far it is.</param>
/// <param name="StartedAt">When it was started; calls are listed in this order.</param>
/// <param name="View">What clients see of it, ready for <c>session.ready</c>.</param>
internal sealed record UserCall(CallId Id, CallState State, DateTimeOffset StartedAt, EncodedJson View);

/// <summary>How far a call is.</summary>
internal enum CallState
{
    /// <summary>Nobody has answered yet.</summary>
    Ringing,

    /// <summary>It goes on.</summary>
    Active,

    /// <summary>It is over.</summary>
    Ended,
}
