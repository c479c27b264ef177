using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls;
using AkkaRealtime.Sessions;

namespace AkkaRealtime.Routing.Status;

/// <summary>What is told to a user's entity, through the shard region of <c>UserActor</c>.</summary>
public interface IUserCommand : ICrossesNodes
{
    /// <summary>The user.</summary>
    UserId User { get; }
}

/// <summary>
/// A connection signed in. The sender is the connection actor, which the entity watches; it is answered with <see cref="SessionOpened"/>,
/// and from then on gets what is meant for the user. The connection watches the sender of the answer: should the entity end (it failed, or its
/// shard moved to another node), the connection opens its session again, and the answer to that is no news for the client.
/// </summary>
public sealed record OpenSession(UserId User, string Name, DeviceId Device, SessionId Session) : IUserCommand;

/// <summary>The answer to <see cref="OpenSession"/>: the calls that ring for, or hold, the user now, and whether they chose to look offline.</summary>
public sealed record SessionOpened(SessionId Session, IReadOnlyList<CallView> Calls, bool Invisible = false) : IConnectionCommand, ICrossesNodes;

/// <summary>The user chose to look offline, or does so no more; before anybody hears of it.</summary>
public sealed record VisibilityChanged(bool Invisible) : IConnectionCommand, ICrossesNodes;

/// <summary>A connection ended (it is watched as well, for crashes).</summary>
public sealed record CloseSession(UserId User, SessionId Session) : IUserCommand;

/// <summary>Send an envelope to the user's connections: all of them, or all but one session, or all but one device's, or only one device's.</summary>
public sealed record TellUser(
    UserId User,
    EncodedEnvelope Envelope,
    SessionId? ExceptSession = null,
    DeviceId? ExceptDevice = null,
    DeviceId? OnlyDevice = null) : IUserCommand;

/// <summary>The user became a member of a room: each of their connections is told <see cref="EnterRoom"/>.</summary>
public sealed record UserEntersRoom(UserId User, RoomId Room, long Head, EncodedEnvelope View) : IUserCommand;

/// <summary>
/// A call wants to ring for the user. Unless they are busy (by choice, or in another call) every connection of theirs is sent
/// <c>call.incoming</c>, the call stands in <c>session.ready</c> until it is released, and the sender (the call's entity) is told <see cref="RingAnswer"/>.
/// Repeated every 20 s as a lease: not repeated for 60 s, the call is forgotten.
/// </summary>
public sealed record RingUser(UserId User, CallView Call, string From, DateTimeOffset ExpiresAt) : IUserCommand;

/// <summary>The answer to <see cref="RingUser"/>.</summary>
public sealed record RingAnswer(CallId Call, UserId User, RingOutcome Outcome) : ICrossesNodes;

/// <summary>Whether it rings.</summary>
public enum RingOutcome
{
    /// <summary>At least one connection rings.</summary>
    Ringing,

    /// <summary>
    /// No connection now: a device that connects before the time is over will ring, and <see cref="Ringing"/> is told then. Or the user is invisible
    /// and must not be told from one who is offline: their devices ring all the same, unless they are in another call.
    /// </summary>
    Offline,

    /// <summary>In another call, or busy by choice: nothing rings.</summary>
    Busy,
}

/// <summary>
/// The user is in a call (any of their devices): stands in <c>session.ready</c>, shows as <c>inCall</c>, makes others' rings busy.
/// Sent at every change of the call and every 20 s, as a lease of 60 s.
/// </summary>
public sealed record HoldCall(UserId User, CallView Call) : IUserCommand;

/// <summary>The call rings for, or holds, the user no more.</summary>
public sealed record ReleaseCall(UserId User, CallId Call) : IUserCommand;

/// <summary>
/// May the user enter the call (start, accept or join)? The sender is told <see cref="EnterCallAnswer"/>: false where they are in another one.
/// </summary>
public sealed record EnterCall(UserId User, CallView Call) : IUserCommand;

/// <summary>The answer to <see cref="EnterCall"/>.</summary>
public sealed record EnterCallAnswer(CallId Call, UserId User, bool Allowed) : ICrossesNodes;
