using System.Diagnostics.CodeAnalysis;
using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>One server on PostgreSQL that many tests share; each uses users and rooms of its own. Where PostgreSQL is missing they are skipped.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit ends it by IAsyncLifetime.")]
public sealed class PostgresServerFixture : IServerFixture, IAsyncLifetime
{
    private ServerProcess? _server;

    /// <summary>The cluster, for those who need a database of their own; null where it is not installed.</summary>
    public PostgresServer? Postgres { get; private set; }

    /// <inheritdoc/>
    public ServerProcess Server => _server ?? throw new InvalidOperationException(Need.Postgres());

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (PostgresServer.FindPrograms() is not { } programs)
            return;
        Postgres = new PostgresServer(programs);
        _server = await ServerProcess.StartAsync(PostgresFixture.Settings(Postgres.NewDatabase()));
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Postgres?.Dispose();
    }
}

/// <summary>The tests that share a server on PostgreSQL.</summary>
[CollectionDefinition(Name)]
public sealed class SharedPostgresServer : ICollectionFixture<PostgresServerFixture>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "shared server on PostgreSQL";
}
