using AkkaRealtime.Routing.Users.Store.Blocks;
using AkkaRealtime.Routing.Users.Store.Blocks.Memory;
using AkkaRealtime.Routing.Users.Store.Blocks.Postgres;
using AkkaRealtime.Routing.Users.Store.Blocks.Sqlite;
using AkkaRealtime.Routing.Users.Store.Memory;
using AkkaRealtime.Routing.Users.Store.Pictures;
using AkkaRealtime.Routing.Users.Store.Pictures.Memory;
using AkkaRealtime.Routing.Users.Store.Pictures.Postgres;
using AkkaRealtime.Routing.Users.Store.Pictures.Sqlite;
using AkkaRealtime.Routing.Users.Store.Postgres;
using AkkaRealtime.Routing.Users.Store.Sqlite;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Routing.Users.Store;

/// <summary>Registers what is kept of users.</summary>
internal static class UserStoreRegistration
{
    /// <summary>Adds the tables and reads of users and their erasures, for each kind of store.</summary>
    public static IServiceCollection AddUserStore(this IServiceCollection services) => services
        .AddSingleton<ISqliteTables, SqliteUserTables>()
        .AddSingleton<IPostgresTables, PostgresUserTables>()
        .AddSingleton<IMemoryTables, MemoryUserTables>()
        .AddStoreReads<SqliteEngine, IUserStore>(engine => new SqliteUserStore(engine))
        .AddStoreReads<PostgresEngine, IUserStore>(engine => new PostgresUserStore(engine.Reads))
        .AddStoreReads<MemoryEngine, IUserStore>(engine => new MemoryUserStore(engine))
        .AddStoreReads<SqliteEngine, IUserEventLog>(engine => new SqliteUserEventLog(engine))
        .AddStoreReads<PostgresEngine, IUserEventLog>(engine => new PostgresUserEventLog(engine.Reads))
        .AddStoreReads<MemoryEngine, IUserEventLog>(engine => new MemoryUserEventLog(engine))
        .AddStoreReads<SqliteEngine, IErasureStore>(engine => new SqliteErasureStore(engine))
        .AddStoreReads<PostgresEngine, IErasureStore>(engine => new PostgresErasureStore(engine.Reads))
        .AddStoreReads<MemoryEngine, IErasureStore>(engine => new MemoryErasureStore(engine))
        .AddSingleton<ISqliteTables, SqliteBlockTables>()
        .AddSingleton<IPostgresTables, PostgresBlockTables>()
        .AddSingleton<IMemoryTables, MemoryBlockTables>()
        .AddStoreReads<SqliteEngine, IBlockStore>(engine => new SqliteBlockStore(engine))
        .AddStoreReads<PostgresEngine, IBlockStore>(engine => new PostgresBlockStore(engine.Reads))
        .AddStoreReads<MemoryEngine, IBlockStore>(engine => new MemoryBlockStore(engine))
        .AddSingleton<ISqliteTables, SqlitePictureTables>()
        .AddSingleton<IPostgresTables, PostgresPictureTables>()
        .AddSingleton<IMemoryTables, MemoryPictureTables>()
        .AddStoreReads<SqliteEngine, IPictureStore>(engine => new SqlitePictureStore(engine))
        .AddStoreReads<PostgresEngine, IPictureStore>(engine => new PostgresPictureStore(engine.Reads))
        .AddStoreReads<MemoryEngine, IPictureStore>(engine => new MemoryPictureStore(engine));
}
