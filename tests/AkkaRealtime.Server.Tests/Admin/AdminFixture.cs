using System.Diagnostics.CodeAnalysis;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Admin;

/// <summary>One server with a key, for the tests of the API. Where its store is missing, they are skipped.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit ends it by IAsyncLifetime.")]
public abstract class AdminFixture : IAsyncLifetime
{
    private ServerProcess? _server;
    private AdminClient? _admin;

    /// <summary>The server.</summary>
    public ServerProcess Server => _server ?? throw new InvalidOperationException(Need.Postgres());

    /// <summary>Its operator.</summary>
    public AdminClient Admin => _admin ?? throw new InvalidOperationException(Need.Postgres());

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _server = await StartAsync();
        if (_server is null)
            return;
        _admin = new AdminClient(_server);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        _admin?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>Starts the server; null where that can't be done here.</summary>
    private protected abstract Task<ServerProcess?> StartAsync();
}

/// <summary>On SQLite.</summary>
public sealed class AdminOnSqlite : AdminFixture
{
    private protected override async Task<ServerProcess?> StartAsync() => await AdminClient.StartAsync();
}

/// <summary>The tests that share a server with a key, on SQLite.</summary>
[CollectionDefinition(Name)]
public sealed class SharedAdminServer : ICollectionFixture<AdminOnSqlite>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "shared admin server";
}

/// <summary>On PostgreSQL, in a database of its own.</summary>
public sealed class AdminOnPostgres(PostgresServerFixture shared) : AdminFixture
{
    private protected override async Task<ServerProcess?> StartAsync() =>
        shared.Postgres is { } postgres ? await AdminClient.StartAsync(("ConnectionStrings:Postgres", postgres.NewDatabase())) : null;
}
