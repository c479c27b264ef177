using AkkaRealtime.Routing.Chat.Store.Bookmarks;
using AkkaRealtime.Routing.Chat.Store.Bookmarks.Memory;
using AkkaRealtime.Routing.Chat.Store.Bookmarks.Postgres;
using AkkaRealtime.Routing.Chat.Store.Bookmarks.Sqlite;
using AkkaRealtime.Routing.Chat.Store.Invitations;
using AkkaRealtime.Routing.Chat.Store.Invitations.Memory;
using AkkaRealtime.Routing.Chat.Store.Invitations.Postgres;
using AkkaRealtime.Routing.Chat.Store.Invitations.Sqlite;
using AkkaRealtime.Routing.Chat.Store.Memory;
using AkkaRealtime.Routing.Chat.Store.Postgres;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Chat.Store.Reports.Memory;
using AkkaRealtime.Routing.Chat.Store.Reports.Postgres;
using AkkaRealtime.Routing.Chat.Store.Reports.Sqlite;
using AkkaRealtime.Routing.Chat.Store.Scheduled;
using AkkaRealtime.Routing.Chat.Store.Scheduled.Memory;
using AkkaRealtime.Routing.Chat.Store.Scheduled.Postgres;
using AkkaRealtime.Routing.Chat.Store.Scheduled.Sqlite;
using AkkaRealtime.Routing.Chat.Store.Sqlite;
using AkkaRealtime.Routing.Chat.Store.Threads;
using AkkaRealtime.Routing.Chat.Store.Threads.Memory;
using AkkaRealtime.Routing.Chat.Store.Threads.Postgres;
using AkkaRealtime.Routing.Chat.Store.Threads.Sqlite;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Routing.Chat.Store;

/// <summary>Registers what chat keeps.</summary>
internal static class ChatStoreRegistration
{
    /// <summary>Adds chat's tables and reads, for each kind of store; after those of users, whose names they join.</summary>
    public static IServiceCollection AddChatStore(this IServiceCollection services) => services
        .AddSingleton<ISqliteTables, SqliteChatTables>()
        .AddSingleton<IPostgresTables, PostgresChatTables>()
        .AddSingleton<IMemoryTables, MemoryChatTables>()
        .AddStoreReads<SqliteEngine, IChatStore>(engine => new SqliteChatStore(engine))
        .AddStoreReads<PostgresEngine, IChatStore>(engine => new PostgresChatStore(engine))
        .AddStoreReads<MemoryEngine, IChatStore>(engine => new MemoryChatStore(engine))
        .AddStoreReads<SqliteEngine, IChatAdminStore>(engine => new SqliteChatAdminStore(engine))
        .AddStoreReads<PostgresEngine, IChatAdminStore>(engine => new PostgresChatAdminStore(engine.Reads))
        .AddStoreReads<MemoryEngine, IChatAdminStore>(engine => new MemoryChatAdminStore(engine))
        .AddSingleton<ISqliteTables, SqliteInvitationTables>()
        .AddSingleton<IPostgresTables, PostgresInvitationTables>()
        .AddSingleton<IMemoryTables, MemoryInvitationTables>()
        .AddStoreReads<SqliteEngine, IInvitationStore>(engine => new SqliteInvitationStore(engine))
        .AddStoreReads<PostgresEngine, IInvitationStore>(engine => new PostgresInvitationStore(engine.Reads))
        .AddStoreReads<MemoryEngine, IInvitationStore>(engine => new MemoryInvitationStore(engine))
        .AddSingleton<ISqliteTables, SqliteReportTables>()
        .AddSingleton<IPostgresTables, PostgresReportTables>()
        .AddSingleton<IMemoryTables, MemoryReportTables>()
        .AddStoreReads<SqliteEngine, IReportStore>(engine => new SqliteReportStore(engine))
        .AddStoreReads<PostgresEngine, IReportStore>(engine => new PostgresReportStore(engine.Reads))
        .AddStoreReads<MemoryEngine, IReportStore>(engine => new MemoryReportStore(engine))
        .AddSingleton<ISqliteTables, SqliteBookmarkTables>()
        .AddSingleton<IPostgresTables, PostgresBookmarkTables>()
        .AddSingleton<IMemoryTables, MemoryBookmarkTables>()
        .AddStoreReads<SqliteEngine, IBookmarkStore>(engine => new SqliteBookmarkStore(engine))
        .AddStoreReads<PostgresEngine, IBookmarkStore>(engine => new PostgresBookmarkStore(engine.Reads))
        .AddStoreReads<MemoryEngine, IBookmarkStore>(engine => new MemoryBookmarkStore(engine))
        .AddSingleton<ISqliteTables, SqliteScheduledTables>()
        .AddSingleton<IPostgresTables, PostgresScheduledTables>()
        .AddSingleton<IMemoryTables, MemoryScheduledTables>()
        .AddStoreReads<SqliteEngine, IScheduledStore>(engine => new SqliteScheduledStore(engine))
        .AddStoreReads<PostgresEngine, IScheduledStore>(engine => new PostgresScheduledStore(engine.Reads))
        .AddStoreReads<MemoryEngine, IScheduledStore>(engine => new MemoryScheduledStore(engine))
        .AddStoreReads<SqliteEngine, IThreadStore>(engine => new SqliteThreadStore(engine))
        .AddStoreReads<PostgresEngine, IThreadStore>(engine => new PostgresThreadStore(engine.Reads))
        .AddStoreReads<MemoryEngine, IThreadStore>(engine => new MemoryThreadStore(engine))
        .AddSingleton<IRoomAccess>(provider => provider.GetRequiredService<IChatStore>());
}
