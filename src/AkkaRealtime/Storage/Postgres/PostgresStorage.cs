using AkkaRealtime.Storage.Files;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>An open PostgreSQL store, which all nodes of a cluster share.</summary>
internal sealed class PostgresStorage : IStorage
{
    /// <summary>How long a starting node waits for a database that is starting as well.</summary>
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly NpgsqlDataSource _source;
    private readonly PostgresWriter _writer;

    private PostgresStorage(NpgsqlDataSource source, string epoch, RealtimeMetrics metrics, TimeProvider time, ILogger log)
    {
        _source = source;
        _writer = new PostgresWriter(source, time, log);
        var reads = new PostgresReads(source);
        Store = new PostgresStore(epoch, reads);
        Files = new PostgresFileRows(source, reads);
        Operator = new PostgresOperatorStore(source, reads);
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
    /// Connects, waiting up to 30 s for the database, and brings the schema up to date.
    /// Throws <see cref="InvalidOperationException"/> with what to do where that can't be.
    /// </summary>
    public static PostgresStorage Open(string connectionString, RealtimeMetrics metrics, TimeProvider time, ILogger log)
    {
        var settings = Settings(connectionString);
        var source = NpgsqlDataSource.Create(settings);
        try
        {
            WaitForDatabase(source, time, log);
            PostgresMigrations.Run(source, settings, log);
            var epoch = Epoch(source);
            var where = $"{settings.Host}:{settings.Port}/{settings.Database}";
            StorageLog.Opened(log, "PostgreSQL", where, epoch);
            return new PostgresStorage(source, epoch, metrics, time, log);
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

            // A database that is gone without a word must not hold the journal, and everybody behind it, for longer than this.
            if (!settings.ShouldSerialize("Timeout"))
                settings.Timeout = 5;
            if (!settings.ShouldSerialize("Command Timeout"))
                settings.CommandTimeout = 15;

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

    private static void WaitForDatabase(NpgsqlDataSource source, TimeProvider time, ILogger log)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                source.OpenConnection().Dispose();
                return;
            }
            catch (NpgsqlException e) when (e.IsTransient && time.GetElapsedTime(start) < StartTimeout)
            {
                StorageLog.Waiting(log, e.Message);
                Task.Delay(Pause, time).GetAwaiter().GetResult();
            }
            catch (NpgsqlException e)
            {
                throw new InvalidOperationException($"PostgreSQL can't be reached with ConnectionStrings:Postgres: {e.Message} Start the database, or correct the connection string.", e);
            }
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
