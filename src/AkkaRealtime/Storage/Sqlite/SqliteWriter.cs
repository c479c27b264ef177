using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Commits batches of the journal: one transaction each, durable (WAL, <c>synchronous=FULL</c>) when it returns.</summary>
internal sealed class SqliteWriter : IStoreWriter, IDisposable
{
    private readonly SqliteSession _session;
    private readonly ILogger _log;
    private readonly SqliteAppender _append;
    private readonly SqliteSaver _save;
    private readonly Lock _gate = new();
    private readonly List<JournalResult> _results = [];

    public SqliteWriter(SqliteSession session, ILogger log)
    {
        _session = session;
        _log = log;
        _append = new SqliteAppender(session);
        _save = new SqliteSaver(session);
    }

    /// <summary>Set by every commit; the checkpointer clears it.</summary>
    public volatile bool Dirty;

    /// <inheritdoc/>
    public IReadOnlyList<JournalResult> Commit(IReadOnlyList<JournalEntry> entries)
    {
        lock (_gate)
        {
            try
            {
                _results.Clear();
                Begin();
                try
                {
                    for (var i = 0; i < entries.Count; i++)
                        _results.Add(Apply(entries[i]));
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    // An entry is at fault, which is rare: only then each is given a savepoint of its own.
                    Rollback();
                    Begin();
                    ApplyOneByOne(entries);
                }

                _session["COMMIT"].Run();
                Dirty = true;
                return _results;
            }
            catch
            {
                Rollback();
                throw;
            }
        }
    }

    /// <summary>Writes and reads a probe.</summary>
    public bool Probe(string value)
    {
        lock (_gate)
        {
            try
            {
                _session["INSERT INTO meta (name, value) VALUES ('probe', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value"].Bind(1, value).Run();
                var read = _session["SELECT value FROM meta WHERE name = 'probe'"];
                var same = read.Step() && read.Text(0) == value;
                read.Reset();
                return same;
            }
            catch (SqliteException)
            {
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _session.Dispose();
    }

    private JournalResult Apply(JournalEntry entry)
    {
        if (entry is AppendEvents append)
            return _append.Append(append);
        _save.Save(entry);
        return new Saved(entry);
    }

    private void ApplyOneByOne(IReadOnlyList<JournalEntry> entries)
    {
        _results.Clear();
        foreach (var entry in entries)
        {
            _session["SAVEPOINT entry"].Run();
            try
            {
                _results.Add(Apply(entry));
            }
            catch (Exception e) when (e is not OutOfMemoryException && _session.InTransaction)
            {
                StorageLog.EntryFailed(_log, e, entry.GetType().Name);
                _session["ROLLBACK TO entry"].Run();
                _results.Add(GroupCommitJournal.Failed(entry));
            }

            _session["RELEASE entry"].Run();
        }
    }

    private void Begin() => _session["BEGIN IMMEDIATE"].Run();

    private void Rollback()
    {
        _session.ResetAll();
        if (_session.InTransaction)
            _session["ROLLBACK"].Run();
    }
}
