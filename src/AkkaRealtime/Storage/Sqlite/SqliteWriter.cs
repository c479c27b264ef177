using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Commits batches of the journal: one transaction each, durable (WAL, <c>synchronous=FULL</c>) when it returns.</summary>
internal sealed class SqliteWriter : IStoreWriter, IDisposable
{
    private readonly SqliteSession _session;
    private readonly ILogger _log;
    private readonly SqliteAppender _append;
    private readonly SqliteSaver _save;
    private readonly SqliteRedactor _redact;
    private readonly SqliteTextIndex _texts;
    private readonly Lock _gate = new();
    private readonly List<JournalResult> _results = [];
    private bool _closed;

    public SqliteWriter(SqliteSession session, ILogger log)
    {
        _session = session;
        _log = log;
        _redact = new SqliteRedactor(session);
        _append = new SqliteAppender(session, _redact);
        _save = new SqliteSaver(session);
        _texts = new SqliteTextIndex(session);
    }

    /// <summary>Set by every commit, and at the start for what the last run left; the upkeep clears it.</summary>
    public volatile bool Dirty = true;

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
                catch (Exception e) when (!IsFaultOfTheStore(e))
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

    /// <summary>A change beside the journal, as one durable transaction between two commits.</summary>
    public T Change<T>(Func<SqliteSession, T> change)
    {
        lock (_gate)
        {
            try
            {
                Begin();
                var result = change(_session);
                _session["COMMIT"].Run();
                Dirty = true;
                return result;
            }
            catch (Exception e)
            {
                Rollback();
                if (e is SqliteException)
                    throw new StoreUnavailableException($"SQLite: {e.Message}", e);
                throw;
            }
        }
    }

    /// <summary>Indexes the texts that are not indexed yet. Commits get in between, so that none waits for more than one step.</summary>
    public void IndexTexts()
    {
        while (true)
        {
            lock (_gate)
            {
                try
                {
                    Begin();
                    var more = _texts.Step();
                    _session["COMMIT"].Run();
                    if (!more)
                        return;
                }
                catch
                {
                    Rollback();
                    throw;
                }
            }
        }
    }

    /// <summary>
    /// Rewrites the full-text index without the words of texts that are gone, step by step: a deletion alone leaves them in its segments.
    /// </summary>
    public void MergeTexts()
    {
        IndexTexts();
        for (var first = true; Step(s => _texts.Merge(first)); first = false)
        {
        }
    }

    private bool Step(Func<SqliteSession, bool> step)
    {
        lock (_gate)
        {
            try
            {
                Begin();
                var more = step(_session);
                _session["COMMIT"].Run();
                return more;
            }
            catch
            {
                Rollback();
                throw;
            }
        }
    }

    /// <summary>Writes and reads a probe; false where the store takes none, or is busy for more than 2 s.</summary>
    public bool Probe(string value)
    {
        if (!_gate.TryEnter(TimeSpan.FromSeconds(2)))
            return false;
        try
        {
            if (_closed)
                return false;
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
        finally
        {
            _gate.Exit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _session.Dispose();
        }
    }

    private JournalResult Apply(JournalEntry entry)
    {
        switch (entry)
        {
            case AppendEvents append:
                return _append.Append(append);
            case ExpireEvents expire:
                return _redact.Expire(expire);
            case RedactEvents redact:
                return _redact.Redact(redact);
            default:
                _save.Save(entry);
                return new Saved(entry);
        }
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
            catch (Exception e) when (!IsFaultOfTheStore(e) && _session.InTransaction)
            {
                StorageLog.EntryFailed(_log, e, entry.GetType().Name);
                _session["ROLLBACK TO entry"].Run();
                _results.Add(GroupCommitJournal.Failed(entry));
            }

            _session["RELEASE entry"].Run();
        }
    }

    // Disk full, read-only, I/O error, corrupt, out of memory: no entry is to blame, and trying each of them helps nobody.
    private static bool IsFaultOfTheStore(Exception e) => e is OutOfMemoryException or SqliteException
    {
        SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_IOERR
            or raw.SQLITE_CORRUPT or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_NOTADB
    };

    private void Begin()
    {
        if (_closed)
            throw new StoreUnavailableException("The store is closed.");
        _session["BEGIN IMMEDIATE"].Run();
    }

    private void Rollback()
    {
        if (_closed)
            return;
        _session.ResetAll();
        if (_session.InTransaction)
            _session["ROLLBACK"].Run();
    }
}
