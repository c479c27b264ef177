using AkkaRealtime.Routing.Calls.Store.Memory;
using AkkaRealtime.Routing.Calls.Store.Postgres;
using AkkaRealtime.Routing.Calls.Store.Sqlite;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Routing.Calls.Store;

/// <summary>Registers what is kept of calls.</summary>
internal static class CallStoreRegistration
{
    /// <summary>Adds the tables and reads of calls, for each kind of store; after those of chat, whose members they join.</summary>
    public static IServiceCollection AddCallStore(this IServiceCollection services) => services
        .AddSingleton<ISqliteTables, SqliteCallTables>()
        .AddSingleton<IPostgresTables, PostgresCallTables>()
        .AddSingleton<IMemoryTables, MemoryCallTables>()
        .AddStoreReads<SqliteEngine, ICallStore>(engine => new SqliteCallStore(engine))
        .AddStoreReads<PostgresEngine, ICallStore>(engine => new PostgresCallStore(engine.Reads))
        .AddStoreReads<MemoryEngine, ICallStore>(engine => new MemoryCallStore(engine));
}
