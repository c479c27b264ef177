using System.Diagnostics.CodeAnalysis;
using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>One server on PostgreSQL that many tests share; each uses users and rooms of its own. Where PostgreSQL is missing they are skipped.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit ends it by IAsyncLifetime.")]
public sealed class PostgresServerFixture : IServerFixture, IAsyncLifetime
{
    private PostgresServer? _postgres;
    private ServerProcess? _server;

    /// <inheritdoc/>
    public ServerProcess Server => _server ?? throw new InvalidOperationException(Need.Postgres());

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (PostgresServer.FindPrograms() is not { } programs)
            return;
        _postgres = new PostgresServer(programs);
        _server = await ServerProcess.StartAsync(PostgresFixture.Settings(_postgres.NewDatabase()));
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _postgres?.Dispose();
    }
}

/// <summary>The tests that share a server on PostgreSQL.</summary>
[CollectionDefinition(Name)]
public sealed class SharedPostgresServer : ICollectionFixture<PostgresServerFixture>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "shared server on PostgreSQL";
}
