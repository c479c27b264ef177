namespace AkkaRealtime.Storage;

/// <summary>
/// What a kind of store does for the <see cref="GroupCommitJournal"/>: make a batch durable as one transaction. Called by one thread only.
/// </summary>
internal interface IStoreWriter
{
    /// <summary>
    /// Commits <paramref name="entries"/> and returns what became of each, in their order; when it returns, all of it is durable.
    /// A fault of one entry is its own result; throws where the store itself failed and nothing of the batch is stored.
    /// </summary>
    IReadOnlyList<JournalResult> Commit(IReadOnlyList<JournalEntry> entries);
}
