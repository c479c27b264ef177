namespace AkkaRealtime.Storage;

/// <summary>
/// What a kind of store does for the journal: make a batch durable as one transaction. Called by one thread only.
/// </summary>
public interface IStoreWriter
{
    /// <summary>
    /// Commits <paramref name="entries"/> and returns what became of each, in their order; when it returns, all of it is durable.
    /// A fault of one entry is its own result (<see cref="JournalFaults.Failed"/>) and is logged; throws where the store itself failed and nothing of the
    /// batch is stored.
    /// </summary>
    IReadOnlyList<JournalResult> Commit(IReadOnlyList<JournalEntry> entries);
}

/// <summary>
/// A store with a log that is written beside its tables: <see cref="IStoreWriter.Commit"/> is called by two threads at the same time, one of which brings only what is for the log. While one of them
/// has entries of an owner, or of a room, the other brings none of the same.
/// </summary>
internal interface ILoggingWriter : IStoreWriter
{
    /// <summary>Whether an entry is for the log. By one thread only.</summary>
    bool IsLogged(JournalEntry entry);
}

/// <summary>What owners are told of entries that could not be stored.</summary>
public static class JournalFaults
{
    /// <summary>What the owner of <paramref name="entry"/> is told where the store failed; it may be tried again.</summary>
    public static JournalResult Of(JournalEntry entry) => Of(entry, AppendRefusal.Unavailable);

    /// <summary>What the owner of <paramref name="entry"/> is told where the entry itself is at fault.</summary>
    public static JournalResult Failed(JournalEntry entry) => Of(entry, AppendRefusal.Failed);

    /// <summary>Throws where no registered domain writes entries like <paramref name="entry"/>.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public static JournalResult NobodyWrites(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        throw new InvalidOperationException($"No table writer stores {entry.GetType().Name}: register the tables of its domain for this kind of store.");
    }

    private static JournalResult Of(JournalEntry entry, AppendRefusal reason) =>
        entry is AppendEvents append ? new EventsRefused(append.Room, reason) : new SaveFailed(entry);
}
