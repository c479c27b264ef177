using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>A PostgreSQL cluster for the tests that stop and start it, made with the first that needs it; each test has a database of its own.</summary>
public sealed class PostgresFixture : IDisposable
{
    private PostgresServer? _postgres;

    /// <summary>The cluster, started. Skips the test where PostgreSQL is not installed.</summary>
    public PostgresServer Postgres => _postgres ??= new PostgresServer(Need.Postgres());

    /// <summary>Settings of a server on a new database of the cluster.</summary>
    public ServerSettings NewSettings(params (string Key, string Value)[] more) => Settings(Postgres.NewDatabase(), more);

    /// <summary>Settings of a server on a database.</summary>
    public static ServerSettings Settings(string database, params (string Key, string Value)[] more) => new()
    {
        Options = more.Append(("ConnectionStrings:Postgres", database)).ToDictionary(m => m.Item1, m => m.Item2),
    };

    /// <inheritdoc/>
    public void Dispose() => _postgres?.Dispose();
}

/// <summary>The tests that stop and start PostgreSQL: one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class StoppedPostgres : ICollectionFixture<PostgresFixture>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "stopped PostgreSQL";
}
