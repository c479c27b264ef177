using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Routing.Users.Store.Sqlite;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Tests.Storage.Sqlite;

public sealed class SqliteWriterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("akkarealtime-writer-").FullName;
    private readonly SqliteSession _session;
    private readonly SqliteWriter _writer;

    public SqliteWriterTests()
    {
        var path = Path.Combine(_directory, "realtime.db");
        SqliteMigrations.Run(path, TestStore.SqliteTables, NullLogger.Instance);
        _session = SqliteSession.Open(path, writing: true);
        _writer = new SqliteWriter(_session, TestStore.SqliteTables, NullLogger.Instance);
    }

    [Fact]
    public void Commit_DiskFull_ThrowsAndGoesOnWhenThereIsSpaceAgain()
    {
        _session.Execute("PRAGMA max_page_count = 1");

        var e = Assert.Throws<SqliteException>(() => _writer.Commit([User("small", 10), User("large", 1_000_000)]));
        Assert.Equal(SQLitePCL.raw.SQLITE_FULL, e.SqliteErrorCode);
        Assert.False(_session.InTransaction);
        Assert.Null(SqliteUserStore.Load(_session, new UserId("small")));

        _session.Execute("PRAGMA max_page_count = 1000000");
        Assert.IsType<Saved>(Assert.Single(_writer.Commit([User("large", 1_000_000)])));
        Assert.Equal(1_000_000, SqliteUserStore.Load(_session, new UserId("large"))!.Status.Length);
    }

    [Fact]
    public void Commit_ADomainLeavesRowsUnread_KeepsNoCheckpointWaiting()
    {
        var path = Path.Combine(_directory, "realtime.db");
        using var maintenance = SqliteSession.Open(path, writing: true);
        maintenance.Execute("PRAGMA journal_mode=WAL; PRAGMA busy_timeout=0");
        using var writer = new SqliteWriter(SqliteSession.Open(path, writing: true), [new CarelessTables(), .. TestStore.SqliteTables], NullLogger.Instance);

        Assert.IsType<Saved>(Assert.Single(writer.Commit([new Look(ActorRefs.Nobody)])));
        maintenance["PRAGMA wal_checkpoint(PASSIVE)"].Run();

        var checkpoint = maintenance["PRAGMA wal_checkpoint(TRUNCATE)"];
        Assert.True(checkpoint.Step());
        Assert.Equal(0, checkpoint.Number(0));
    }

    [Fact]
    public void Open_ForReading_CannotWrite()
    {
        using var reading = SqliteSession.Open(Path.Combine(_directory, "realtime.db"), writing: false);

        Assert.Throws<SqliteException>(() => reading.Execute("INSERT INTO meta (name, value) VALUES ('a', 'b')"));
    }

    [Fact]
    public void Commit_AfterClosing_IsUnavailable()
    {
        _writer.Dispose();

        Assert.Throws<StoreUnavailableException>(() => _writer.Commit([User("a", 1)]));
        Assert.False(_writer.Probe("x"));
    }

    public void Dispose()
    {
        _writer.Dispose();
        _session.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static SaveUser User(string user, int bytes) => new(ActorRefs.Nobody, new UserId(user), user, null, new byte[bytes]);

    private sealed record Look(IActorRef Owner) : JournalEntry(Owner);

    /// <summary>Looks at the first row of many, and leaves it at that.</summary>
    private sealed class CarelessTables : ISqliteTables
    {
        public IReadOnlyList<MigrationScript> Migrations => [];

        public TableWriter CreateWriter(SqliteSession session) => new Careless(session);

        private sealed class Careless(SqliteSession session) : TableWriter
        {
            public override JournalResult? Write(JournalEntry entry)
            {
                if (entry is not Look)
                    return null;
                Assert.True(session["SELECT name FROM sqlite_master"].Step());
                session["INSERT INTO meta (name, value) VALUES ('looked', 'yes')"].Run();
                return new Saved(entry);
            }
        }
    }
}
