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
    // A commit finds its rows by their keys. What is planned while the tables are new, or right after a restore, would read them whole at each commit instead, until
    // PostgreSQL has statistics of them, a minute later or never.
    private const string ByIndex = "SET enable_seqscan = off";

    private NpgsqlConnection? _connection;
    private bool _closed;

    /// <inheritdoc/>
    public IReadOnlyList<JournalResult> Commit(IReadOnlyList<JournalEntry> entries)
    {
        if (!entries.Any(RunsAlone))
            return CommitTogetherOrNot(entries);

        // Rare, and each a transaction of its own; its owner has nothing else under way.
        int[] together = [.. Enumerable.Range(0, entries.Count).Where(i => !RunsAlone(entries[i]))];
        var committed = together.Length == 0 ? [] : CommitTogetherOrNot([.. together.Select(i => entries[i])]);
        var results = new JournalResult?[entries.Count];
        for (var i = 0; i < together.Length; i++)
            results[together[i]] = committed[i];
        return [.. results.Select((result, i) => result ?? CommitAlone(entries[i]))];
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
            return PostgresFaults.IsOfAnEntry(e) ? JournalFaults.Failed(entry) : JournalFaults.Of(entry);
        }
    }

    private JournalResult[] CommitTogetherOrNot(IReadOnlyList<JournalEntry> entries)
    {
        for (var again = false; ; again = true)
        {
            try
            {
                return CommitTogether(entries);
            }
            catch (PostgresException e) when (!again && PostgresFaults.IsOfAnotherNode(e))
            {
                // Another node was in the way; it has gone on meanwhile.
            }
            catch (Exception e) when (!again && PostgresCircuitBreaker.IsBroken(e))
            {
                // If it was stored all the same, the heads have moved, and the rooms' owners are told that they were superseded: they load anew.
                source.Clear();
            }
            catch (Exception e) when (PostgresFaults.IsOfAnEntry(e))
            {
                return CommitApart(entries);
            }
            catch (PostgresException e) when (PostgresFaults.IsOfAnotherNode(e))
            {
                throw new StoreUnavailableException($"PostgreSQL: {e.Message}", e);
            }
            catch (NpgsqlException e)
            {
                throw breaker.Lost(e);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed = true;
        try
        {
            _connection?.Dispose();
        }
        catch (NpgsqlException)
        {
            // It broke in the middle of something, so that there is nothing to be closed in order. What else the store has to close is closed all the same.
        }

        _connection = null;
    }

    // An entry is at fault: the halves are tried, and their halves, until it stands alone. What stood alone from the start is tried once more: its clash
    // may have been with another node's entry, which is found there now.
    private JournalResult[] CommitApart(IReadOnlyList<JournalEntry> entries)
    {
        var results = new JournalResult[entries.Count];
        var half = entries.Count / 2;
        if (half > 0)
            CommitPart(entries, results, ..half);
        CommitPart(entries, results, half..);
        return results;
    }

    private void CommitPart(IReadOnlyList<JournalEntry> entries, JournalResult[] results, Range range)
    {
        var (from, count) = range.GetOffsetAndLength(entries.Count);
        JournalEntry[] part = [.. entries.Skip(from).Take(count)];
        try
        {
            CommitTogether(part).CopyTo(results, from);
        }
        catch (Exception e) when (PostgresFaults.IsOfAnEntry(e) && count > 1)
        {
            CommitPart(entries, results, from..(from + (count / 2)));
            CommitPart(entries, results, (from + (count / 2))..(from + count));
        }
#pragma warning disable CA1031 // Those before it are durable already, and must be told so.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var isOfTheEntry = PostgresFaults.IsOfAnEntry(e);
            if (isOfTheEntry)
                StorageLog.EntryFailed(log, e, part[0].GetType().Name);
            else
                StorageLog.CommitRefused(log, count, e.Message);
            for (var i = 0; i < count; i++)
                results[from + i] = isOfTheEntry ? JournalFaults.Failed(part[i]) : JournalFaults.Of(part[i]);
        }
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
            if (connection.State == ConnectionState.Open && (PostgresFaults.IsOfAnEntry(why) || PostgresFaults.IsOfAnotherNode(why)))
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
            using var settings = new NpgsqlCommand($"{PostgresPatience.OfConnection}; {ByIndex}", opened);
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
}
