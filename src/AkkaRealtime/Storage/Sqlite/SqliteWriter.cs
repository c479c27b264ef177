using AkkaRealtime.Storage.Sqlite.Appending;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Commits batches of the journal: onto the append log, or as a transaction each behind what is on it (WAL, <c>synchronous=FULL</c>).</summary>
internal sealed class SqliteWriter : ILoggingWriter, IDisposable
{
    private readonly SqliteSession _session;
    private readonly SqliteTransactions _transactions;
    private readonly ILogger _log;
    private readonly TableWriter[] _tables;
    private readonly SqliteLogWriter _append;
    private readonly LoggedWriter _logged;
    private readonly Lock _gate = new();
    private SqliteBacklog? _backlog;
    private int _waiting;

    public SqliteWriter(SqliteSession session, IEnumerable<ISqliteTables> tables, ILogger log)
    {
        _session = session;
        _transactions = new SqliteTransactions(session);
        _log = log;
        _tables = [.. TableOrder.Of(tables).Select(t => t.CreateWriter(session))];
        _append = new SqliteLogWriter(session, _tables);
        _logged = new LoggedWriter(session, _transactions, _append, _tables, log);
    }

    /// <summary>Set by every commit, and at the start for what the last run left; the maintenance clears it.</summary>
    public volatile bool Dirty = true;

    /// <summary>What writes the domains' tables.</summary>
    public IReadOnlyList<TableWriter> Tables => _tables;

    /// <summary>A commit waits for what is under way.</summary>
    public bool IsWaitedFor => Volatile.Read(ref _waiting) > 0;

    /// <summary>From now on, frequent events go onto a log first. What the last run left on it is written into the tables now.</summary>
    public void LogTo(SqliteBacklog backlog)
    {
        _backlog = backlog;
        StoreLogged();
    }

    /// <inheritdoc/>
    public bool IsLogged(JournalEntry entry) => _backlog?.IsLogged(entry) ?? false;

    /// <inheritdoc/>
    public IReadOnlyList<JournalResult> Commit(IReadOnlyList<JournalEntry> entries)
    {
        if (!_transactions.IsClosed && _backlog?.TryCommit(entries) is { } logged)
        {
            Dirty = true;
            return logged;
        }

        Interlocked.Increment(ref _waiting);
        lock (_gate)
        {
            Interlocked.Decrement(ref _waiting);
            try
            {
                StoreLogged();
                var results = new List<JournalResult>(entries.Count);
                _transactions.Begin();
                try
                {
                    for (var i = 0; i < entries.Count; i++)
                        results.Add(Apply(entries[i]));
                }
                catch (Exception e) when (!SqliteFaults.IsOfTheStore(e))
                {
                    // An entry is at fault, which is rare: only then each is given a savepoint of its own.
                    _transactions.Rollback();
                    _transactions.Begin();
                    results.Clear();
                    ApplyOneByOne(entries, results);
                }

                _transactions.Commit();
                Dirty = true;
                return results;
            }
            catch
            {
                _transactions.Rollback();
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
                StoreLogged();
                _transactions.Begin();
                var result = change(_session);
                _transactions.Commit();
                Dirty = true;
                return result;
            }
            catch (Exception e)
            {
                _transactions.Rollback();
                if (e is SqliteException)
                    throw new StoreUnavailableException($"SQLite: {e.Message}", e);
                throw;
            }
        }
    }

    /// <summary>Runs a step between two commits, as one transaction; what it returns.</summary>
    public bool InTransaction(Func<bool> step)
    {
        lock (_gate)
        {
            try
            {
                _transactions.Begin();
                var more = step();
                _transactions.Commit();
                return more;
            }
            catch
            {
                _transactions.Rollback();
                throw;
            }
        }
    }

    /// <summary>Has <paramref name="change"/> work on the file itself while nothing is written, and forgets what it has read of it. What it returns; false where the store is closed.</summary>
    public bool Beside(Func<bool> change)
    {
        lock (_gate)
        {
            if (_transactions.IsClosed)
                return false;
            _session.ResetAll();
            var result = change();
            _session["PRAGMA shrink_memory"].Run();
            return result;
        }
    }

    /// <summary>Writes what was acknowledged until now into the tables. From any thread.</summary>
    public void StoreLogged()
    {
        if (_backlog is not { } backlog)
            return;
        var last = backlog.Last;
        if (backlog.IsStored(last))
            return;
        lock (_gate)
        {
            while (!backlog.IsStored(last) && backlog.Take() is { } half)
            {
                _logged.Store(half);
                backlog.Release(half);
            }
        }
    }

    /// <summary>The log holds nothing any more that was acknowledged before.</summary>
    public void EraseLog()
    {
        if (_backlog is not { } backlog)
            return;
        lock (_gate)
        {
            var left = backlog.Halves().ToList();
            while (left.Count > 0)
            {
                StoreLogged();
                left.RemoveAll(backlog.TryErase);
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
            if (_transactions.IsClosed)
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
            if (_transactions.IsClosed)
                return;
            try
            {
                StoreLogged();
            }
            catch (Exception e) when (e is SqliteException or InvalidOperationException)
            {
                StorageLog.LeftOnLog(_log, e, _backlog!.Count);
            }

            _backlog?.Dispose();
            _transactions.Close();
        }
    }

    private JournalResult Apply(JournalEntry entry)
    {
        if (entry is AppendEvents append)
            return _append.Append(append);
        foreach (var table in _tables)
        {
            if (table.Write(entry) is { } result)
                return result;
        }

        return JournalFaults.NobodyWrites(entry);
    }

    private void ApplyOneByOne(IReadOnlyList<JournalEntry> entries, List<JournalResult> results)
    {
        foreach (var entry in entries)
        {
            _session["SAVEPOINT entry"].Run();
            try
            {
                results.Add(Apply(entry));
            }
            catch (Exception e) when (!SqliteFaults.IsOfTheStore(e) && _session.InTransaction)
            {
                StorageLog.EntryFailed(_log, e, entry.GetType().Name);
                _session.ResetAll();
                _session["ROLLBACK TO entry"].Run();
                results.Add(JournalFaults.Failed(entry));
            }

            _session["RELEASE entry"].Run();
        }
    }
}
