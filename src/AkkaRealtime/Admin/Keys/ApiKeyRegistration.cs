using AkkaRealtime.Admin.Keys.Memory;
using AkkaRealtime.Admin.Keys.Postgres;
using AkkaRealtime.Admin.Keys.Sqlite;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Admin.Keys;

/// <summary>Registers what is kept of keys.</summary>
internal static class ApiKeyRegistration
{
    /// <summary>Adds the tables and reads, for each kind of store; before the store.</summary>
    public static IServiceCollection AddApiKeyStore(this IServiceCollection services) => services
        .AddSingleton<ISqliteTables, SqliteKeyTables>()
        .AddSingleton<IPostgresTables, PostgresKeyTables>()
        .AddSingleton<IMemoryTables, MemoryKeyTables>()
        .AddStoreReads<SqliteEngine, IApiKeyStore>(engine => new SqliteKeyStore(engine))
        .AddStoreReads<PostgresEngine, IApiKeyStore>(engine => new PostgresKeyStore(engine.Reads))
        .AddStoreReads<MemoryEngine, IApiKeyStore>(engine => new MemoryKeyStore(engine));
}
