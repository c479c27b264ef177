using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Commits batches of the journal: one transaction each, durable (WAL, <c>synchronous=FULL</c>) when it returns.</summary>
internal sealed class SqliteWriter : IStoreWriter, IDisposable
{
    private readonly SqliteSession _session;
    private readonly ILogger _log;
    private readonly TableWriter[] _tables;
    private readonly SqliteLogWriter _append;
    private readonly Lock _gate = new();
    private readonly List<JournalResult> _results = [];
    private int _waiting;
    private bool _closed;

    public SqliteWriter(SqliteSession session, IEnumerable<ISqliteTables> tables, ILogger log)
    {
        _session = session;
        _log = log;
        _tables = [.. TableOrder.Of(tables).Select(t => t.CreateWriter(session))];
        _append = new SqliteLogWriter(session, _tables);
    }

    /// <summary>Set by every commit, and at the start for what the last run left; the maintenance clears it.</summary>
    public volatile bool Dirty = true;

    /// <summary>What writes the domains' tables.</summary>
    public IReadOnlyList<TableWriter> Tables => _tables;

    /// <summary>A commit waits for what is under way.</summary>
    public bool IsWaitedFor => Volatile.Read(ref _waiting) > 0;

    /// <inheritdoc/>
    public IReadOnlyList<JournalResult> Commit(IReadOnlyList<JournalEntry> entries)
    {
        Interlocked.Increment(ref _waiting);
        lock (_gate)
        {
            Interlocked.Decrement(ref _waiting);
            try
            {
                _results.Clear();
                Begin();
                try
                {
                    for (var i = 0; i < entries.Count; i++)
                        _results.Add(Apply(entries[i]));
                }
                catch (Exception e) when (!SqliteFaults.IsOfTheStore(e))
                {
                    // An entry is at fault, which is rare: only then each is given a savepoint of its own.
                    Rollback();
                    Begin();
                    ApplyOneByOne(entries);
                }

                End();
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
                End();
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

    /// <summary>Runs a step between two commits, as one transaction; what it returns.</summary>
    public bool InTransaction(Func<bool> step)
    {
        lock (_gate)
        {
            try
            {
                Begin();
                var more = step();
                End();
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
        if (entry is AppendEvents append)
            return _append.Append(append);
        foreach (var table in _tables)
        {
            if (table.Write(entry) is { } result)
                return result;
        }

        return JournalFaults.NobodyWrites(entry);
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
            catch (Exception e) when (!SqliteFaults.IsOfTheStore(e) && _session.InTransaction)
            {
                StorageLog.EntryFailed(_log, e, entry.GetType().Name);
                _session.ResetAll();
                _session["ROLLBACK TO entry"].Run();
                _results.Add(JournalFaults.Failed(entry));
            }

            _session["RELEASE entry"].Run();
        }
    }

    private void Begin()
    {
        if (_closed)
            throw new StoreUnavailableException("The store is closed.");
        _session["BEGIN IMMEDIATE"].Run();
    }

    // A row set that a domain did not read to its end would keep its view of the log open, and no checkpoint could empty the log.
    private void End()
    {
        _session.ResetAll();
        _session["COMMIT"].Run();
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
