using AkkaRealtime.Clustering.Membership;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Storage.Files;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>An open PostgreSQL store, which all nodes of a cluster share.</summary>
public sealed class PostgresEngine : IStoreEngine
{
    private const int MinConnections = 8;

    /// <summary>How long a starting node waits for a database that is starting as well.</summary>
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(4);

    private readonly NpgsqlDataSource _source;
    private readonly PostgresWriter _writer;
    private readonly PostgresMaintenance _maintenance;
    private readonly string _vacuum;

    private PostgresEngine(
        NpgsqlDataSource source, int connections, string epoch, IReadOnlyList<IPostgresTables> tables, RealtimeMetrics metrics, TimeProvider time, ILogger log)
    {
        _source = source;
        Time = time;
        Epoch = epoch;
        var breaker = new PostgresCircuitBreaker(source, time, log);
        _writer = new PostgresWriter(source, breaker, TableOrder.Of(tables), log);

        // One connection is the writer's own, one the maintenance's, one the node table's, and some are held by files: reads that wait for each other don't make them wait.
        Reads = new PostgresReads(source, breaker, metrics, connections - 3 - PostgresFileRows.MaxHeld);
        Log = new PostgresRoomLog(Reads);
        Files = new PostgresFileRows(source, Reads);
        Nodes = new PostgresNodeTable(source, epoch);
        _maintenance = new PostgresMaintenance(source, breaker, tables, time, log);
        _vacuum = "VACUUM " + string.Join(", ", tables.SelectMany(t => t.Scrubbed).Prepend("files").Prepend("events").Distinct());
    }

    /// <inheritdoc/>
    public string Epoch { get; }

    /// <inheritdoc/>
    public IStoreWriter Writer => _writer;

    /// <inheritdoc/>
    public IRoomLog Log { get; }

    /// <inheritdoc/>
    public IFileRows Files { get; }

    /// <summary>Queries, for the reads of domains.</summary>
    public PostgresReads Reads { get; }

    /// <summary>The members of the cluster that lives on this database.</summary>
    internal INodeTable Nodes { get; }

    /// <summary>The clock, for reads of what ends by itself.</summary>
    internal TimeProvider Time { get; }

    /// <summary>Completes when nothing is left that this node builds anew behind the commits, after an update.</summary>
    internal Task Rebuilt => _maintenance.Rebuilt;

    /// <summary>
    /// Connects, waiting up to 30 s for a database that can't be reached yet, and brings the schema up to date.
    /// </summary>
    /// <exception cref="StoreUnavailableException">It did not come.</exception>
    /// <exception cref="InvalidOperationException">It refuses the connection string, the user, the database or a migration; the message says what to change.</exception>
    internal static PostgresEngine Open(
        string connectionString, IReadOnlyList<IPostgresTables> tables, RealtimeMetrics metrics, TimeProvider time, ILogger log, CancellationToken stopping = default)
    {
        var settings = Settings(connectionString);
        var source = NpgsqlDataSource.Create(settings);
        try
        {
            WaitForDatabase(source, time, log, stopping);
            PostgresMigrations.Run(source, settings, tables, log);
            WarnWhereNotDurable(source, log);
            var epoch = ReadEpoch(source);
            var where = $"{settings.Host}:{settings.Port}/{settings.Database}";
            StorageLog.Opened(log, "PostgreSQL", where, epoch);
            return new PostgresEngine(source, settings.MaxPoolSize, epoch, tables, metrics, time, log);
        }
        catch (NpgsqlException e)
        {
            source.Dispose();
            throw Refused(e);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> IsWritableAsync(CancellationToken cancel)
    {
        try
        {
            var probe = Guid.NewGuid().ToString("n");
            var read = await Reads.QueryAsync(
                "INSERT INTO meta (name, value) VALUES ('probe', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value RETURNING value",
                r => r.GetString(0),
                cancel,
                probe).ConfigureAwait(false);
            return read is [var value] && value == probe;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    /// <summary>
    /// Rows that were rewritten or deleted go from their tables; pages are reused after that, and backups and the database's own log are the operator's.
    /// </summary>
    public async Task ScrubAsync(CancellationToken cancel)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancel).ConfigureAwait(false);
#pragma warning disable CA2100 // Names of tables that domains were registered with.
            await using var vacuum = new NpgsqlCommand(_vacuum, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
            await vacuum.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or ObjectDisposedException)
        {
            throw new StoreUnavailableException($"PostgreSQL: {e.Message}", e);
        }
    }

    /// <summary>Closes the store. Safe to call again.</summary>
    public void Dispose()
    {
        _maintenance.Dispose();
        _writer.Dispose();
        _source.Dispose();
        Reads.Dispose();
    }

    private static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            settings.ApplicationName ??= "AkkaRealtime";

            // The server's own default is 100 for everybody; reads beyond 20 wait for their turn.
            if (!settings.ShouldSerialize("Maximum Pool Size"))
                settings.MaxPoolSize = 20;
            settings.MaxPoolSize = Math.Max(settings.MaxPoolSize, MinConnections);

            // A database that is gone without a word must not hold the journal, and everybody behind it, for longer than this.
            if (!settings.ShouldSerialize("Timeout"))
                settings.Timeout = 5;
            if (!settings.ShouldSerialize("Command Timeout"))
                settings.CommandTimeout = 10;

            // Of several hosts, whoever was a standby just now may be the primary by now.
            if (!settings.ShouldSerialize("Host Recheck Seconds"))
                settings.HostRecheckSeconds = 1;

            // Statements that come again are prepared by themselves.
            if (settings.MaxAutoPrepare == 0)
                (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (100, 2);
            return settings;
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException(
                $"ConnectionStrings:Postgres can't be read ({e.Message}). Write it as Host=db.example.com;Username=app;Password=…;Database=akkarealtime.", e);
        }
    }

    private static void WaitForDatabase(NpgsqlDataSource source, TimeProvider time, ILogger log, CancellationToken stopping)
    {
        var start = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
            try
            {
                source.OpenConnection().Dispose();
                return;
            }
            catch (NpgsqlException e) when (e.IsTransient && time.GetElapsedTime(start) < StartTimeout)
            {
                StorageLog.Waiting(log, e.Message, StartTimeout.TotalSeconds);

                // By the machine's clock, as the database goes by it: on a spec's, which stands still, a node would wait for ever where the database was only slow.
                stopping.WaitHandle.WaitOne(pause);
                stopping.ThrowIfCancellationRequested();
            }
        }
    }

    private static Exception Refused(NpgsqlException e) => e.IsTransient
        ? new StoreUnavailableException(
            $"PostgreSQL can't be reached with ConnectionStrings:Postgres: {e.Message} Start the database and then this server, or correct the connection string.", e)
        : new InvalidOperationException($"PostgreSQL refuses ConnectionStrings:Postgres: {e.Message} Correct the connection string, or what it names.", e);

    private static void WarnWhereNotDurable(NpgsqlDataSource source, ILogger log)
    {
        foreach (var setting in (string[])["fsync", "synchronous_commit"])
        {
            using var command = source.CreateCommand("SELECT current_setting($1)");
            command.Parameters.Add(new NpgsqlParameter { Value = setting });
            if (command.ExecuteScalar() is "off" and string value)
                StorageLog.NotDurable(log, setting, value);
        }
    }

    private static string ReadEpoch(NpgsqlDataSource source)
    {
        using var command = source.CreateCommand(
            "INSERT INTO meta (name, value) VALUES ('epoch', $1) ON CONFLICT (name) DO UPDATE SET value = meta.value RETURNING value");
        command.Parameters.Add(new NpgsqlParameter { Value = Guid.NewGuid().ToString("n") });
        return (string)command.ExecuteScalar()!;
    }
}
