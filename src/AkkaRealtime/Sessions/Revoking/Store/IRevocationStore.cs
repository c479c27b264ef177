using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Sessions.Revoking;

/// <summary>Reads of revocations. All writing goes through <see cref="IJournal"/>. Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.</summary>
public interface IRevocationStore
{
    /// <summary>What was made or lifted after the change of this number, in order. Of what is over or lifted for a day nothing is told.</summary>
    Task<IReadOnlyList<RevocationChange>> ChangesAsync(long after, int limit, CancellationToken cancel);

    /// <summary>Those that are neither lifted nor over, by id, after the given one; only those of <paramref name="user"/> where one is named.</summary>
    Task<IReadOnlyList<Revocation>> ListAsync(UserId? user, string? after, int limit, DateTimeOffset now, CancellationToken cancel);
}

/// <summary>A revocation was made, or lifted.</summary>
/// <param name="Revocation">Which.</param>
/// <param name="IsLifted">Whether it counts no more.</param>
/// <param name="Number">The number of this change; the store counts them.</param>
public sealed record RevocationChange(Revocation Revocation, bool IsLifted, long Number);

/// <summary>Keep these. Answered with <see cref="Saved"/>. The same again changes nothing.</summary>
/// <param name="Owner">Who is told.</param>
/// <param name="Revocations">What to keep.</param>
/// <param name="At">Now: what was over or lifted a day before is forgotten.</param>
public sealed record SaveRevocations(IActorRef Owner, IReadOnlyList<Revocation> Revocations, DateTimeOffset At) : JournalEntry(Owner)
{
    /// <summary>So long after its end a revocation is forgotten: every node has heard of that.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(1);
}

/// <summary>This one counts no more. Answered with <see cref="Saved"/>, also where there is none.</summary>
public sealed record LiftRevocation(IActorRef Owner, string Id, DateTimeOffset At) : JournalEntry(Owner);
