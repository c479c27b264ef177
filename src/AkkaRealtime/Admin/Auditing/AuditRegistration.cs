using AkkaRealtime.Admin.Auditing.Memory;
using AkkaRealtime.Admin.Auditing.Postgres;
using AkkaRealtime.Admin.Auditing.Sqlite;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Admin.Auditing;

/// <summary>Registers what is kept of operators' actions.</summary>
internal static class AuditRegistration
{
    /// <summary>Adds the tables and reads, for each kind of store; before the store.</summary>
    public static IServiceCollection AddAuditStore(this IServiceCollection services) => services
        .AddSingleton<ISqliteTables, SqliteAuditTables>()
        .AddSingleton<IPostgresTables, PostgresAuditTables>()
        .AddSingleton<IMemoryTables, MemoryAuditTables>()
        .AddStoreReads<SqliteEngine, IAuditLog>(engine => new SqliteAuditLog(engine))
        .AddStoreReads<PostgresEngine, IAuditLog>(engine => new PostgresAuditLog(engine.Reads))
        .AddStoreReads<MemoryEngine, IAuditLog>(engine => new MemoryAuditLog(engine));
}
