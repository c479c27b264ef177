using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Push.Store;

/// <summary>
/// Keeps a subscription: in the place of what its device had, and of whoever had the same endpoint; beyond <paramref name="Most"/> of the user's, the oldest go. Rooms of which
/// nothing is kept begin where they are. Answered with <see cref="Saved"/>.
/// </summary>
public sealed record SavePushSubscription(IActorRef Owner, DeviceSubscription Subscription, int Most) : JournalEntry(Owner);

/// <summary>Forgets a subscription; where a user is named, only if it is theirs. Answered with <see cref="Saved"/>, also where there is none.</summary>
public sealed record RemovePushSubscription(IActorRef Owner, string Endpoint, UserId? User) : JournalEntry(Owner);

/// <summary>Forgets the subscriptions that what is revoked has made. Answered with <see cref="Saved"/>.</summary>
public sealed record RevokePushSubscriptions(IActorRef Owner, IReadOnlyList<Revocation> Revocations) : JournalEntry(Owner);

/// <summary>Forgets all subscriptions of a user. Answered with <see cref="Saved"/>.</summary>
public sealed record ForgetPushSubscriptions(IActorRef Owner, UserId User) : JournalEntry(Owner);

/// <summary>Up to where members of rooms were told. A position never goes back. Answered with <see cref="Saved"/>.</summary>
public sealed record SavePushPositions(IActorRef Owner, IReadOnlyDictionary<RoomId, long> Positions) : JournalEntry(Owner);

/// <summary>Keep these keys, unless there are some. Answered with <see cref="Saved"/>.</summary>
public sealed record SaveVapidKeys(IActorRef Owner, VapidKeys Keys) : JournalEntry(Owner);
