using AkkaRealtime.Diagnostics;
using AkkaRealtime.Storage.Files;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>An open PostgreSQL store, which all nodes of a cluster share.</summary>
internal sealed class PostgresStorage : IStorage
{
    private const int FewestConnections = 8;

    /// <summary>How long a starting node waits for a database that is starting as well.</summary>
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    private readonly NpgsqlDataSource _source;
    private readonly PostgresWriter _writer;
    private readonly PostgresReads _reads;

    private PostgresStorage(NpgsqlDataSource source, int connections, string epoch, RealtimeMetrics metrics, TimeProvider time, ILogger log)
    {
        _source = source;
        var reach = new PostgresReach(source, time, log);
        _writer = new PostgresWriter(source, reach, log);

        // One connection is the writer's own, and some are held by files: reads that wait for each other don't make them wait.
        _reads = new PostgresReads(source, reach, metrics, connections - 1 - PostgresFileRows.MostHeld);
        Store = new PostgresStore(epoch, _reads);
        Files = new PostgresFileRows(source, _reads);
        Operator = new PostgresOperatorStore(source, _reads);
        Journal = new GroupCommitJournal(_writer, metrics, time, log);
    }

    /// <inheritdoc/>
    public GroupCommitJournal Journal { get; }

    /// <inheritdoc/>
    public IStoreWriter Writer => _writer;

    /// <inheritdoc/>
    public IRealtimeStore Store { get; }

    /// <inheritdoc/>
    public IFileRows Files { get; }

    /// <inheritdoc/>
    public IOperatorStore Operator { get; }

    /// <summary>
    /// Connects, waiting up to 30 s for a database that can't be reached yet, and brings the schema up to date.
    /// Throws <see cref="StoreUnavailableException"/> where it did not come, and <see cref="InvalidOperationException"/> with what to change where
    /// it refuses: the connection string, the user, the database, a migration.
    /// </summary>
    public static PostgresStorage Open(
        string connectionString, RealtimeMetrics metrics, TimeProvider time, ILogger log, CancellationToken stopping = default)
    {
        var settings = Settings(connectionString);
        var source = NpgsqlDataSource.Create(settings);
        try
        {
            WaitForDatabase(source, time, log, stopping);
            PostgresMigrations.Run(source, settings, log);
            WarnWhereNotDurable(source, log);
            var epoch = Epoch(source);
            var where = $"{settings.Host}:{settings.Port}/{settings.Database}";
            StorageLog.Opened(log, "PostgreSQL", where, epoch);
            return new PostgresStorage(source, settings.MaxPoolSize, epoch, metrics, time, log);
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

    /// <summary>Drains the journal, then closes. Safe to call again.</summary>
    public void Dispose()
    {
        Journal.Dispose();
        _writer.Dispose();
        _source.Dispose();
        _reads.Dispose();
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
            settings.MaxPoolSize = Math.Max(settings.MaxPoolSize, FewestConnections);

            // A database that is gone without a word must not hold the journal, and everybody behind it, for longer than this.
            if (!settings.ShouldSerialize("Timeout"))
                settings.Timeout = 5;
            if (!settings.ShouldSerialize("Command Timeout"))
                settings.CommandTimeout = 10;

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
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                source.OpenConnection().Dispose();
                return;
            }
            catch (NpgsqlException e) when (e.IsTransient && time.GetElapsedTime(start) < StartTimeout)
            {
                StorageLog.Waiting(log, e.Message, StartTimeout.TotalSeconds);
                Task.Delay(pause, time, stopping).GetAwaiter().GetResult();
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

    private static string Epoch(NpgsqlDataSource source)
    {
        using var command = source.CreateCommand(
            "INSERT INTO meta (name, value) VALUES ('epoch', $1) ON CONFLICT (name) DO UPDATE SET value = meta.value RETURNING value");
        command.Parameters.Add(new NpgsqlParameter { Value = Guid.NewGuid().ToString("n") });
        return (string)command.ExecuteScalar()!;
    }
}
