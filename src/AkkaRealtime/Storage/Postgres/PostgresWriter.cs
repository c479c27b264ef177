using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>
/// Commits batches of the journal in two round trips: lock and load what the entries need, then write and commit. While the database is away every
/// batch fails at once, so that senders hear <c>unavailable</c>; it is tried again after a back-off, and goes on by itself.
/// </summary>
internal sealed class PostgresWriter(NpgsqlDataSource source, PostgresCircuitBreaker breaker, IReadOnlyList<IPostgresTables> tables, ILogger log) : IStoreWriter, IDisposable
{
    // A node that stands still in the middle of a batch (a paused machine) must not hold its rooms' locks against the other nodes.
    private const string Settings = "SET idle_in_transaction_session_timeout = '10s'";

    private NpgsqlConnection? _connection;
    private bool _closed;

    /// <inheritdoc/>
    public IReadOnlyList<JournalResult> Commit(IReadOnlyList<JournalEntry> entries)
    {
        if (!entries.Any(RunsAlone))
            return CommitTogetherOrNot(entries);

        // Rare, and each a transaction of its own; its owner has nothing else under way.
        var alone = entries.Where(RunsAlone).ToList();
        var others = entries.Except(alone).ToList();
        var committed = others.Count == 0 ? [] : CommitTogetherOrNot(others);
        var results = new Dictionary<JournalEntry, JournalResult>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < others.Count; i++)
            results[others[i]] = committed[i];
        foreach (var entry in alone)
            results[entry] = CommitAlone(entry);
        return [.. entries.Select(e => results[e])];
    }

    private bool RunsAlone(JournalEntry entry)
    {
        foreach (var table in tables)
        {
            if (table.RunsAlone(entry))
                return true;
        }

        return false;
    }

    private JournalResult CommitAlone(JournalEntry entry)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = Connection();
            return tables.First(t => t.RunsAlone(entry)).RunAlone(connection, entry);
        }
#pragma warning disable CA1031 // What was committed before must be told so.
        catch (Exception e)
#pragma warning restore CA1031
        {
            StorageLog.EntryFailed(log, e, entry.GetType().Name);
            if (connection is not null)
                LetGo(connection, begun: false, e);
            return JournalFaults.Of(entry);
        }
    }

    private JournalResult[] CommitTogetherOrNot(IReadOnlyList<JournalEntry> entries)
    {
        try
        {
            return CommitTogether(entries);
        }
        catch (PostgresException e) when (IsOfAnotherNode(e))
        {
            // Another node was in the way; it has gone on meanwhile.
            return OrLost(() => CommitTogether(entries));
        }
        catch (Exception e) when (PostgresCircuitBreaker.IsBroken(e))
        {
            // If it was stored all the same, the heads have moved, and the rooms' owners are told that they were superseded: they load anew.
            source.Clear();
            return OrLost(() => CommitTogether(entries));
        }
        catch (Exception e) when (IsFaultOfAnEntry(e))
        {
            return CommitOneByOne(entries);
        }
        catch (NpgsqlException e)
        {
            throw breaker.Lost(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed = true;
        _connection?.Dispose();
        _connection = null;
    }

    private JournalResult[] OrLost(Func<JournalResult[]> commit)
    {
        try
        {
            return commit();
        }
        catch (NpgsqlException e) when (!IsFaultOfAnEntry(e))
        {
            throw breaker.Lost(e);
        }
    }

    private JournalResult[] CommitOneByOne(IReadOnlyList<JournalEntry> entries)
    {
        var results = new JournalResult[entries.Count];
        for (var i = 0; i < results.Length; i++)
        {
            try
            {
                results[i] = CommitTogether([entries[i]])[0];
            }
            catch (StoreUnavailableException)
            {
                results[i] = JournalFaults.Of(entries[i]);
            }
#pragma warning disable CA1031 // Those before it are durable already, and must be told so.
            catch (Exception e)
#pragma warning restore CA1031
            {
                StorageLog.EntryFailed(log, e, entries[i].GetType().Name);
                results[i] = JournalFaults.Of(entries[i]);
            }
        }

        return results;
    }

    private JournalResult[] CommitTogether(IReadOnlyList<JournalEntry> entries)
    {
        var connection = Connection();
        var begun = false;
        try
        {
            var plan = new PostgresBatch(entries, tables);
            using (var queries = new PostgresQueries(connection))
            {
                plan.AddQueries(queries);
                begun = queries.Any;
                if (begun)
                    queries.Run();
            }

            var results = new JournalResult[entries.Count];
            for (var i = 0; i < results.Length; i++)
                results[i] = plan.Apply(entries[i]);

            // Without a BEGIN, all commands of a batch are one transaction anyway.
            using var batch = new NpgsqlBatch(connection);
            plan.AddCommands(batch);
            if (begun)
                batch.Add("COMMIT");
            if (batch.BatchCommands.Count > 0)
                batch.ExecuteNonQuery();
            return results;
        }
        catch (Exception e)
        {
            LetGo(connection, begun, e);
            throw;
        }
    }

    // A connection that works is kept, its transaction taken back; any other is closed, which takes it back as well.
    private void LetGo(NpgsqlConnection connection, bool begun, Exception why)
    {
        try
        {
            if (connection.State == ConnectionState.Open && (IsFaultOfAnEntry(why) || IsOfAnotherNode(why)))
            {
                if (begun)
                {
                    using var rollback = new NpgsqlCommand("ROLLBACK", connection);
                    rollback.ExecuteNonQuery();
                }

                return;
            }
        }
        catch (NpgsqlException)
        {
            // Closed below.
        }

        connection.Dispose();
        _connection = null;
    }

    private NpgsqlConnection Connection()
    {
        if (_closed)
            throw new StoreUnavailableException("The store is closed.");
        if (_connection is { State: ConnectionState.Open })
            return _connection;
        _connection?.Dispose();
        _connection = null;
        breaker.Try();
        NpgsqlConnection? opened = null;
        try
        {
            opened = source.OpenConnection();
            using var settings = new NpgsqlCommand(Settings, opened);
            settings.ExecuteNonQuery();
        }
        catch (NpgsqlException e)
        {
            opened?.Dispose();
            throw breaker.Lost(e);
        }

        breaker.Found();
        return _connection = opened;
    }

    private static bool IsOfAnotherNode(Exception e) =>
        e is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    // Its data is at fault (22…), or a constraint forbids it (23…), or it could not even be encoded: the others of the batch may be stored.
    private static bool IsFaultOfAnEntry(Exception e) => e switch
    {
        PostgresException p => p.SqlState.StartsWith("22", StringComparison.Ordinal) || p.SqlState.StartsWith("23", StringComparison.Ordinal),
        NpgsqlException or StoreUnavailableException or OutOfMemoryException => false,
        _ => true,
    };
}
