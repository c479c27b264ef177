using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;
using AkkaRealtime.Webhooks.Store.Memory;
using AkkaRealtime.Webhooks.Store.Postgres;
using AkkaRealtime.Webhooks.Store.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Webhooks.Store;

/// <summary>Registers what is kept of webhooks.</summary>
internal static class WebhookStoreRegistration
{
    /// <summary>Adds the tables and reads, for each kind of store; before the store.</summary>
    public static IServiceCollection AddWebhookStore(this IServiceCollection services) => services
        .AddSingleton<ISqliteTables, SqliteWebhookTables>()
        .AddSingleton<IPostgresTables, PostgresWebhookTables>()
        .AddSingleton<IMemoryTables, MemoryWebhookTables>()
        .AddStoreReads<SqliteEngine, IWebhookStore>(engine => new SqliteWebhookStore(engine))
        .AddStoreReads<PostgresEngine, IWebhookStore>(engine => new PostgresWebhookStore(engine.Reads))
        .AddStoreReads<MemoryEngine, IWebhookStore>(engine => new MemoryWebhookStore(engine));
}
