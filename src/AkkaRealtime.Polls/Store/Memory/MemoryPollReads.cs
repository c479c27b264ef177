using AkkaRealtime.Polls.Owner;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Polls.Store.Memory;

/// <summary>Reads of polls in memory.</summary>
internal sealed class MemoryPollReads(MemoryEngine engine) : IPollReads
{
    /// <inheritdoc/>
    public Task<Poll?> FindAsync(string poll, CancellationToken cancel) => engine.ReadAsync(() => engine.Tables<MemoryPolls>().Find(poll), cancel);
}
