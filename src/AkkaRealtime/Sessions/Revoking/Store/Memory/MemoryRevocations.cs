using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Resuming;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Sessions.Revoking.Memory;

/// <summary>Revocations in memory.</summary>
internal sealed class MemoryRevocationTables : IMemoryTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 3;

    /// <inheritdoc/>
    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryRevocations();
}

/// <summary>Holds and writes them.</summary>
internal sealed class MemoryRevocations : TableWriter
{
    private long _number;

    public SortedDictionary<string, (RevocationChange Change, DateTimeOffset? LiftedAt)> All { get; } = new(StringComparer.Ordinal);

    /// <summary>The key of tickets.</summary>
    public ReadOnlyMemory<byte>? Key { get; private set; }

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveRevocations save:
                Forget(save.At - SaveRevocations.Kept);
                foreach (var revocation in save.Revocations)
                    All.TryAdd(revocation.Id, (new RevocationChange(revocation, IsLifted: false, ++_number), null));
                return new Saved(entry);
            case LiftRevocation lift:
                if (All.TryGetValue(lift.Id, out var found) && found.LiftedAt is null)
                    All[lift.Id] = (found.Change with { IsLifted = true, Number = ++_number }, lift.At);
                return new Saved(entry);
            case SaveSessionKey save:
                Key ??= save.Key;
                return new Saved(entry);
            default:
                return null;
        }
    }

    private void Forget(DateTimeOffset before)
    {
        foreach (var (id, _) in All.Where(r => r.Value.Change.Revocation.Until < before || r.Value.LiftedAt < before).ToList())
            All.Remove(id);
    }
}

/// <summary>Reads of revocations in memory.</summary>
internal sealed class MemoryRevocationStore(MemoryEngine engine) : IRevocationStore
{
    private readonly MemoryRevocations _revocations = engine.Tables<MemoryRevocations>();

    /// <inheritdoc/>
    public Task<IReadOnlyList<RevocationChange>> ChangesAsync(long after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<RevocationChange>>(
        () => [.. _revocations.All.Values.Select(r => r.Change).Where(c => c.Number > after).OrderBy(c => c.Number).Take(limit)], cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Revocation>> ListAsync(UserId? user, string? after, int limit, DateTimeOffset now, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<Revocation>>(
            () =>
            [
                .. _revocations.All.Values.Where(r => !r.Change.IsLifted).Select(r => r.Change.Revocation)
                    .Where(r => string.CompareOrdinal(r.Id, after ?? "") > 0 && !r.IsOver(now) && (user is null || r.User == user)).Take(limit),
            ],
            cancel);
}
