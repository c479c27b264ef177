using AkkaRealtime.Push.Store.Memory;
using AkkaRealtime.Push.Store.Postgres;
using AkkaRealtime.Push.Store.Sqlite;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Push.Store;

/// <summary>Registers what is kept of push subscriptions.</summary>
internal static class PushStoreRegistration
{
    /// <summary>Adds the tables and reads, for each kind of store; before the store.</summary>
    public static IServiceCollection AddPushStore(this IServiceCollection services) => services
        .AddSingleton<ISqliteTables, SqlitePushTables>()
        .AddSingleton<IPostgresTables, PostgresPushTables>()
        .AddSingleton<IMemoryTables, MemoryPushTables>()
        .AddStoreReads<SqliteEngine, IPushStore>(engine => new SqlitePushStore(engine))
        .AddStoreReads<PostgresEngine, IPushStore>(engine => new PostgresPushStore(engine.Reads))
        .AddStoreReads<MemoryEngine, IPushStore>(engine => new MemoryPushStore(engine));
}
