using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>What is told to the owner of a room's calls, through the shard region of <see cref="CallActor"/>.</summary>
internal interface ICallCommand : ICrossesNodes
{
    /// <summary>The room whose call it is about.</summary>
    RoomId Room { get; }
}

/// <summary>A client's request. The sender is the connection actor, which is answered, and watched once it is in the call.</summary>
internal sealed record CallCommand(RoomId Room, Caller Caller, string? Ref, ICallRequest Request) : ICallCommand, IAnswered;

/// <summary>
/// A signal, encoded as the receiver will get it: the owner only decides whether it goes. At most once, in order from one connection to
/// another, never stored. The sender is the connection actor.
/// </summary>
internal sealed record RelaySignal(
    RoomId Room, Caller Caller, string? Ref, CallId Call, string To, EncodedEnvelope Envelope, int? Entry = null) : ICallCommand, IAnswered;

/// <summary>
/// There may be a live call of this room in the store (the node that owned it is gone): whoever owns it now goes on with it, and tells
/// the entities of its users again. Where a user's entity asks, for a <paramref name="Call"/> that it has for its <paramref name="User"/> and that is not there (its owner was lost before it was
/// kept), they are let go and told.
/// </summary>
internal sealed record WakeCall(RoomId Room, CallId? Call = null, UserId? User = null) : ICallCommand;

/// <summary>An administrator has ended the user's sessions: they are out of this call, and it rings for them no more.</summary>
internal sealed record SignOutOfCall(RoomId Room, CallId Call, UserId User) : ICallCommand;

/// <summary>The operator ends a call for everybody. The sender is told <see cref="EndCallAnswer"/>.</summary>
internal sealed record EndCall(RoomId Room, CallId Call) : ICallCommand;

/// <summary>The answer to <see cref="EndCall"/>: it is over, and kept so, or why not.</summary>
/// <param name="Call">The call.</param>
/// <param name="Error">Null if it is done.</param>
internal sealed record EndCallAnswer(CallId Call, RequestError? Error) : ICrossesNodes;

/// <summary>The user has got busy while this call rang for them: it stops, as if it found them so now.</summary>
internal sealed record StopRinging(RoomId Room, CallId Call, UserId User, RingOutcome Outcome) : ICallCommand;
