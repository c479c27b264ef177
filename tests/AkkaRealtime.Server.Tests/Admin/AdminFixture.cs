using System.Diagnostics.CodeAnalysis;
using AkkaRealtime.Server.Tests.Support;
using AkkaRealtime.Tests.Storage.Postgres;

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
    public virtual async Task DisposeAsync()
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

/// <summary>On PostgreSQL.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit ends it by IAsyncLifetime.")]
public sealed class AdminOnPostgres : AdminFixture
{
    private PostgresServer? _postgres;

    /// <inheritdoc/>
    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _postgres?.Dispose();
    }

    private protected override async Task<ServerProcess?> StartAsync()
    {
        if (PostgresServer.FindPrograms() is not { } programs)
            return null;
        _postgres = new PostgresServer(programs);
        return await AdminClient.StartAsync(("ConnectionStrings:Postgres", _postgres.NewDatabase()));
    }
}
