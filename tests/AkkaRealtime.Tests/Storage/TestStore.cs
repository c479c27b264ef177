using AkkaRealtime.Admin.Auditing;
using AkkaRealtime.Admin.Auditing.Memory;
using AkkaRealtime.Admin.Auditing.Postgres;
using AkkaRealtime.Admin.Auditing.Sqlite;
using AkkaRealtime.Admin.Keys;
using AkkaRealtime.Admin.Keys.Memory;
using AkkaRealtime.Admin.Keys.Postgres;
using AkkaRealtime.Admin.Keys.Sqlite;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Push.Store;
using AkkaRealtime.Push.Store.Memory;
using AkkaRealtime.Push.Store.Postgres;
using AkkaRealtime.Push.Store.Sqlite;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Store.Memory;
using AkkaRealtime.Routing.Calls.Store.Postgres;
using AkkaRealtime.Routing.Calls.Store.Sqlite;
using AkkaRealtime.Routing.Chat.Store;
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
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;
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
using AkkaRealtime.Sessions.Resuming;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Sessions.Revoking.Memory;
using AkkaRealtime.Sessions.Revoking.Postgres;
using AkkaRealtime.Sessions.Revoking.Sqlite;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;
using AkkaRealtime.Webhooks.Store;
using AkkaRealtime.Webhooks.Store.Memory;
using AkkaRealtime.Webhooks.Store.Postgres;
using AkkaRealtime.Webhooks.Store.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Tests.Storage;

/// <summary>An open store with all that the built-in domains read from it; a journal where a test asks for one.</summary>
internal sealed class TestStore : IDisposable
{
    private readonly Lazy<GroupCommitJournal> _journal;

    private TestStore(IStoreEngine engine, RealtimeMetrics metrics, TimeProvider time)
    {
        Engine = engine;
        _journal = new Lazy<GroupCommitJournal>(() => new GroupCommitJournal(engine.Writer, metrics, time, NullLogger.Instance));
    }

    public static IReadOnlyList<ISqliteTables> SqliteTables => [new SqliteUserTables(), new SqliteChatTables(), new SqliteCallTables(), new SqliteRevocationTables(), new SqliteInvitationTables(), new SqliteWebhookTables(), new SqliteReportTables(), new SqliteBlockTables(), new SqliteAuditTables(), new SqliteKeyTables(), new SqliteBookmarkTables(), new SqliteScheduledTables(), new SqlitePictureTables(), new SqlitePushTables()];

    public static IReadOnlyList<IPostgresTables> PostgresTables => [new PostgresUserTables(), new PostgresChatTables(), new PostgresCallTables(), new PostgresRevocationTables(), new PostgresInvitationTables(), new PostgresWebhookTables(), new PostgresReportTables(), new PostgresBlockTables(), new PostgresAuditTables(), new PostgresKeyTables(), new PostgresBookmarkTables(), new PostgresScheduledTables(), new PostgresPictureTables(), new PostgresPushTables()];

    public static IReadOnlyList<IMemoryTables> MemoryTables => [new MemoryUserTables(), new MemoryChatTables(), new MemoryCallTables(), new MemoryRevocationTables(), new MemoryInvitationTables(), new MemoryWebhookTables(), new MemoryReportTables(), new MemoryBlockTables(), new MemoryAuditTables(), new MemoryKeyTables(), new MemoryBookmarkTables(), new MemoryScheduledTables(), new MemoryPictureTables(), new MemoryPushTables()];

    public IStoreEngine Engine { get; }

    public IStoreWriter Writer => Engine.Writer;

    public GroupCommitJournal Journal => _journal.Value;

    public IFileRows Files => Engine.Files;

    public required IChatStore Chat { get; init; }

    public required IChatAdminStore ChatAdmin { get; init; }

    public required ICallStore Calls { get; init; }

    public required IUserStore Users { get; init; }

    public required IErasureStore Erasures { get; init; }

    public required IRevocationStore Revocations { get; init; }

    public required IInvitationStore Invitations { get; init; }

    public required IReportStore Reports { get; init; }

    public required IBlockStore Blocks { get; init; }

    public required IAuditLog Audit { get; init; }

    /// <summary>Keys to the admin API.</summary>
    public required IApiKeyStore Keys { get; init; }

    public required IBookmarkStore Bookmarks { get; init; }

    public required IScheduledStore Scheduled { get; init; }

    public required IThreadStore Threads { get; init; }

    public required IPictureStore Pictures { get; init; }

    public required ISessionKeyStore SessionKeys { get; init; }

    public required IWebhookStore Webhooks { get; init; }

    public required IUserEventLog UserEvents { get; init; }

    public required IPushStore Push { get; init; }

    public static TestStore Sqlite(string directory, RealtimeMetrics? metrics = null, TimeProvider? time = null, ILogger? log = null, params ISqliteTables[] more)
    {
        var engine = SqliteEngine.Open(directory, [.. SqliteTables, .. more], metrics ?? TestMetrics.Instance, time ?? TimeProvider.System, log ?? NullLogger.Instance);
        return new TestStore(engine, metrics ?? TestMetrics.Instance, time ?? TimeProvider.System)
        {
            Chat = new SqliteChatStore(engine),
            ChatAdmin = new SqliteChatAdminStore(engine),
            Calls = new SqliteCallStore(engine),
            Users = new SqliteUserStore(engine),
            Erasures = new SqliteErasureStore(engine),
            Revocations = new SqliteRevocationStore(engine),
            Invitations = new SqliteInvitationStore(engine),
            Reports = new SqliteReportStore(engine),
            Blocks = new SqliteBlockStore(engine),
            Audit = new SqliteAuditLog(engine),
            Keys = new SqliteKeyStore(engine),
            Bookmarks = new SqliteBookmarkStore(engine),
            Scheduled = new SqliteScheduledStore(engine),
            Threads = new SqliteThreadStore(engine),
            Pictures = new SqlitePictureStore(engine),
            SessionKeys = new SqliteSessionKeyStore(engine),
            Webhooks = new SqliteWebhookStore(engine),
            UserEvents = new SqliteUserEventLog(engine),
            Push = new SqlitePushStore(engine),
        };
    }

    public static TestStore Postgres(string database, RealtimeMetrics? metrics = null, TimeProvider? time = null, ILogger? log = null, CancellationToken stopping = default, params IPostgresTables[] more)
    {
        var engine = PostgresEngine.Open(
            database, [.. PostgresTables, .. more], metrics ?? TestMetrics.Instance, time ?? TimeProvider.System, log ?? NullLogger.Instance, stopping);
        return new TestStore(engine, metrics ?? TestMetrics.Instance, time ?? TimeProvider.System)
        {
            Chat = new PostgresChatStore(engine),
            ChatAdmin = new PostgresChatAdminStore(engine.Reads),
            Calls = new PostgresCallStore(engine.Reads),
            Users = new PostgresUserStore(engine.Reads),
            Erasures = new PostgresErasureStore(engine.Reads),
            Revocations = new PostgresRevocationStore(engine.Reads),
            Invitations = new PostgresInvitationStore(engine.Reads),
            Reports = new PostgresReportStore(engine.Reads),
            Blocks = new PostgresBlockStore(engine.Reads),
            Audit = new PostgresAuditLog(engine.Reads),
            Keys = new PostgresKeyStore(engine.Reads),
            Bookmarks = new PostgresBookmarkStore(engine.Reads),
            Scheduled = new PostgresScheduledStore(engine.Reads),
            Threads = new PostgresThreadStore(engine.Reads),
            Pictures = new PostgresPictureStore(engine.Reads),
            SessionKeys = new PostgresSessionKeyStore(engine.Reads),
            Webhooks = new PostgresWebhookStore(engine.Reads),
            UserEvents = new PostgresUserEventLog(engine.Reads),
            Push = new PostgresPushStore(engine.Reads),
        };
    }

    public static TestStore Memory(MemoryEngine engine, RealtimeMetrics? metrics = null) => new(engine, metrics ?? TestMetrics.Instance, TimeProvider.System)
    {
        Chat = new MemoryChatStore(engine),
        ChatAdmin = new MemoryChatAdminStore(engine),
        Calls = new MemoryCallStore(engine),
        Users = new MemoryUserStore(engine),
        Erasures = new MemoryErasureStore(engine),
        Revocations = new MemoryRevocationStore(engine),
        Invitations = new MemoryInvitationStore(engine),
        Reports = new MemoryReportStore(engine),
        Blocks = new MemoryBlockStore(engine),
        Audit = new MemoryAuditLog(engine),
        Keys = new MemoryKeyStore(engine),
        Bookmarks = new MemoryBookmarkStore(engine),
        Scheduled = new MemoryScheduledStore(engine),
        Threads = new MemoryThreadStore(engine),
        Pictures = new MemoryPictureStore(engine),
        SessionKeys = new MemorySessionKeyStore(engine),
        Webhooks = new MemoryWebhookStore(engine),
        UserEvents = new MemoryUserEventLog(engine),
        Push = new MemoryPushStore(engine),
    };

    public void Dispose()
    {
        if (_journal.IsValueCreated)
            _journal.Value.Dispose();
        Engine.Dispose();
    }
}

/// <summary>What tests ask of one where the store answers of many.</summary>
internal static class TestReads
{
    public static async Task<UnreadCount> UnreadAsync(this IChatStore store, AkkaRealtime.Envelopes.RoomId room, AkkaRealtime.Envelopes.UserId user, CancellationToken cancel) =>
        (await store.UnreadAsync(room, [user], cancel)).GetValueOrDefault(user).Count;
}
