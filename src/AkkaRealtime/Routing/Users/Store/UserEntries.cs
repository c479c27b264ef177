using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Users.Store;

/// <summary>
/// What a user chose as status, as opaque JSON; and the name and last-seen that others are shown. Answered with <see cref="Saved"/>,
/// or <see cref="SaveSuperseded"/> where <see cref="Tag"/> has been overtaken.
/// </summary>
public sealed record SaveUser(IActorRef Owner, UserId User, string Name, DateTimeOffset? LastSeen, ReadOnlyMemory<byte> Status)
    : JournalEntry(Owner)
{
    /// <summary>When this was written: since then the user is called so, where the store knew another name or none.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Null: stored whoever has written meanwhile.</summary>
    public StateTag? Tag { get; init; }
}

/// <summary>How far the erasure of a user has got. Answered with <see cref="Saved"/>.</summary>
public sealed record SaveErasure(IActorRef Owner, Erasure Erasure) : JournalEntry(Owner);
