using AkkaRealtime.Diagnostics;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>
/// Runs a query of one round trip; where PostgreSQL or the way to it fails, that is a <see cref="StoreUnavailableException"/>.
/// As many at a time as the pool has connections for, in the order of asking; the others wait here, where an outage ends their waiting.
/// </summary>
public sealed class PostgresReads : IDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);
    private readonly NpgsqlDataSource _source;
    private readonly PostgresCircuitBreaker _breaker;
    private readonly RealtimeMetrics _metrics;
    private readonly SemaphoreSlim _turns;

    internal PostgresReads(NpgsqlDataSource source, PostgresCircuitBreaker breaker, RealtimeMetrics metrics, int maxAtOnce)
    {
        (_source, _breaker, _metrics) = (source, breaker, metrics);
        _turns = new SemaphoreSlim(maxAtOnce);
    }

    /// <summary>All rows of <paramref name="sql"/> (a constant, with <c>$1, $2, …</c> for the parameters), each made by <paramref name="read"/>.</summary>
    /// <exception cref="StoreUnavailableException">PostgreSQL cannot be reached, fails, or is busy for 10 s.</exception>
    /// <exception cref="InvalidOperationException">PostgreSQL refuses the query: it has a bug.</exception>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel, params PostgresParameter[] parameters)
    {
        try
        {
            _breaker.Check();
            if (!await _turns.WaitAsync(MaxWait, cancel).ConfigureAwait(false))
                throw new StoreUnavailableException("PostgreSQL is busy: too many reads are under way.");
            try
            {
                return await RunAsync(sql, read, cancel, parameters).ConfigureAwait(false);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (ObjectDisposedException e)
        {
            throw new StoreUnavailableException("The store is closed.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async Task<List<T>> RunAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel, params PostgresParameter[] parameters)
    {
        for (var again = false; ; again = true)
        {
            if (!again)
                _breaker.Try();
            try
            {
                var rows = await OnceAsync(sql, read, cancel, parameters).ConfigureAwait(false);
                _breaker.Found();
                return rows;
            }
            catch (Exception e) when (!again && PostgresCircuitBreaker.IsBroken(e))
            {
                // On a new connection.
                _source.Clear();
            }
            catch (PostgresException e) when (PostgresFaults.IsOfTheStatement(e))
            {
                // It is there, but does not like what it was asked.
                _breaker.Found();
                throw new InvalidOperationException($"PostgreSQL refuses a query: {e.Message}", e);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                throw _breaker.Lost(e);
            }
        }
    }

    private async Task<List<T>> OnceAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel, params PostgresParameter[] parameters)
    {
        _metrics.StoreQueries.Add(1);
        await using var command = _source.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter.Value);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancel).ConfigureAwait(false))
                rows.Add(read(reader));
            return rows;
        }
        finally
        {
            // A parameter belongs to one collection at a time, and may be needed again.
            command.Parameters.Clear();
        }
    }
}
