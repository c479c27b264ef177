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

    /// <summary>What others are shown of the user since this: a <see cref="UserEvent"/>'s type, kept in the same transaction where somebody reads along. Null: what they were shown before.</summary>
    public string? Event { get; init; }
}

/// <summary>How far the erasure of a user has got. Answered with <see cref="Saved"/>.</summary>
public sealed record SaveErasure(IActorRef Owner, Erasure Erasure) : JournalEntry(Owner);
