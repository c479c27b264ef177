using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Sqlite.Appending;

/// <summary>What goes onto the log: what a domain names for it, as long as no other domain's tables follow it, which might refuse it.</summary>
internal sealed class LoggedKinds(IReadOnlyList<TableWriter> tables)
{
    private readonly ISqliteLogged? _domain = tables.OfType<ISqliteLogged>().SingleOrDefault();
    private readonly TableWriter[] _others = [.. tables.Where(t => t is not ISqliteLogged)];

    /// <summary>The domain.</summary>
    /// <exception cref="InvalidOperationException">It is not registered.</exception>
    public ISqliteLogged Domain => _domain ?? throw new InvalidOperationException("The log holds events of a domain that is not registered.");

    /// <summary>Whether all of a batch goes onto the log.</summary>
    public bool Include(IReadOnlyList<JournalEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (!Includes(entry))
                return false;
        }

        return true;
    }

    /// <summary>Whether an entry does.</summary>
    public bool Includes(JournalEntry entry) => _domain is not null && (entry is AppendEvents append ? Includes(append) : _domain.RoomOf(entry) is not null);

    /// <summary>The room of such an entry.</summary>
    public RoomId RoomOf(JournalEntry entry) => entry is AppendEvents append ? append.Room : Domain.RoomOf(entry)!.Value;

    private bool Includes(AppendEvents append)
    {
        if (append.Create is not null)
            return false;
        foreach (var e in append.Events)
        {
            if (!Domain.IsLogged(e))
                return false;
            foreach (var table in _others)
            {
                if (table.Follows(e))
                    return false;
            }
        }

        return true;
    }
}
