namespace AkkaRealtime.Storage;

/// <summary>
/// Writes the tables of one domain inside the transactions of the journal. Called by the thread that commits, and by no other.
/// An exception undoes the entry that it was called for, and no other.
/// </summary>
public abstract class TableWriter
{
    /// <summary>Writes an entry of this domain, and returns what its owner is told; null where it is not this domain's.</summary>
    public virtual JournalResult? Write(JournalEntry entry) => null;

    /// <summary>
    /// Whether <see cref="Apply"/> derives something from <paramref name="e"/>: it is told of no others. Messages that only chat follows are acknowledged
    /// sooner on SQLite, before the tables are written; so answer no for whatever this domain doesn't follow.
    /// </summary>
    /// <param name="e">The event, numbered or not.</param>
    public virtual bool Follows(LogEvent e) => true;

    /// <summary>Events are about to be appended to <paramref name="room"/>.</summary>
    public virtual void BeginAppend(LogRoom room, AppendEvents entry)
    {
    }

    /// <summary>
    /// An event was appended, of whatever domain; a repeated one is not told. What it changes is derived here, in the same transaction.
    /// </summary>
    /// <param name="room">The room; its head is the event's <c>seq</c>.</param>
    /// <param name="e">The event, numbered.</param>
    public virtual void Apply(LogRoom room, LogEvent e)
    {
    }

    /// <summary>The events of <paramref name="entry"/> are appended; not called where all of them were repetitions.</summary>
    public virtual void EndAppend(LogRoom room, AppendEvents entry)
    {
    }
}
