using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Sessions;

namespace AkkaRealtime.Routing.Users.Ringing;

/// <summary>
/// A call wants to ring for the user. Unless they are busy (by choice, or in another call) every connection of theirs is sent
/// <paramref name="Incoming"/>, the call stands in <c>session.ready</c> until it is released, and the sender (the call's owner) is told
/// <see cref="RingAnswer"/>. Repeated every 20 s as a lease: when it has not been repeated for 60 s, the call is forgotten.
/// </summary>
/// <param name="User">The user.</param>
/// <param name="Call">The call.</param>
/// <param name="Incoming">What devices are sent when it begins to ring.</param>
/// <param name="ExpiresAt">When ringing ends by itself.</param>
internal sealed record RingUser(UserId User, UserCall Call, EncodedEnvelope Incoming, DateTimeOffset ExpiresAt) : IUserCommand;

/// <summary>The answer to <see cref="RingUser"/>.</summary>
internal sealed record RingAnswer(CallId Call, UserId User, RingOutcome Outcome) : ICrossesNodes;

/// <summary>Whether it rings. By number between nodes: only ever add at the end.</summary>
internal enum RingOutcome
{
    /// <summary>At least one device rings.</summary>
    Ringing,

    /// <summary>
    /// Nobody is connected now: a device that connects in time will ring, and <see cref="Ringing"/> is told then. Or the user is invisible, and must
    /// look exactly like somebody who is offline: their devices ring all the same, unless they are in another call.
    /// </summary>
    Offline,

    /// <summary>In another call, or busy by choice: nothing rings, or does any more.</summary>
    Busy,

    /// <summary>Invisible, and in another call since it began to ring: it stops at their devices, and nobody else is to know.</summary>
    Silenced,
}
