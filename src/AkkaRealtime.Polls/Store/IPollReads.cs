using AkkaRealtime.Polls.Owner;

namespace AkkaRealtime.Polls.Store;

/// <summary>Reads of polls; each kind of store has one.</summary>
public interface IPollReads
{
    /// <summary>The poll; null where there is none.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store can't be reached.</exception>
    Task<Poll?> FindAsync(string poll, CancellationToken cancel);
}
