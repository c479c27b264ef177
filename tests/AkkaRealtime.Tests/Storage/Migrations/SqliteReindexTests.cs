using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;
using AkkaRealtime.Tests.Domains;
using DbUp;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Tests.Storage.Migrations;

/// <summary>Data directories whose messages are in the full-text index of the former version.</summary>
public sealed class SqliteReindexTests : IDisposable
{
    private const int Messages = 6_000;

    // Two rooms of 3,000 messages; old0 was edited, old1 is deleted. All but the last are indexed, as servers of that time did.
    private const string Rows =
        """
        INSERT INTO meta VALUES ('epoch', 'before');
        INSERT INTO rooms (n, id, kind, name, topic, folded, head, messages, last_message, members, created_at, active_at) VALUES
            (1, 'room1', 'channel', 'Zürich', '', 'zürich', 3001, 3000, 3001, 1, 0, 1), (2, 'room2', 'group', 'Two', '', 'two', 3001, 3000, 3001, 1, 0, 1);
        INSERT INTO members VALUES (1, 'alice', 'owner', 1, 1, 1), (2, 'alice', 'owner', 1, 1, 1);
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 5999)
        INSERT INTO events SELECT (i % 2 + 1) << 32 | (i / 2 + 2), 1, 'alice', 'k' || i, printf('m%05d', i), NULL, i / 2 + 1, i, CAST(printf(
            '{"type":"chat.message","data":{"room":"room%d","seq":%d,"at":"2026-01-01T00:00:00.000Z","by":"alice","id":"m%05d","key":"k%d","text":"Straße-%d old%d"}}',
            i % 2 + 1, i / 2 + 2, i, i, i, i) AS BLOB) FROM n;
        INSERT INTO overlays (pos, text, edited_at, deleted) VALUES (4294967298, 'edited once', 5, 0), (8589934594, NULL, NULL, 1);
        INSERT INTO texts (rowid, text) SELECT pos, 'Straße-1 old' || (pos & 0xFFFFFFFF) FROM events WHERE pos <> 8589937593 AND pos <> 8589934594;
        INSERT INTO unindexed VALUES (8589937593, 0);
        """;

    private static readonly UserId Alice = new("alice");
    private static readonly RoomId Room = new("room1");
    private readonly string _directory = Directory.CreateTempSubdirectory("akkarealtime-reindex-").FullName;

    public SqliteReindexTests()
    {
        FormerSchema.Make(DeployChanges.To.SqliteDatabase(ConnectionString), "Sqlite", 5);
        Execute(Rows);
    }

    private string Path => System.IO.Path.Combine(_directory, "realtime.db");

    private string ConnectionString => $"Data Source={Path};Pooling=False";

    [Fact]
    public async Task Open_AnIndexFromBefore_IsMadeAnewBehind()
    {
        var log = new ListLogger();
        using (var store = TestStore.Sqlite(_directory, log: log))
        {
            await Rebuilt(store);

            Assert.Equal(Messages - 2, await CountAsync(store, "strasse"));
            Assert.Equal(1, await CountAsync(store, "strasse-1234"));
            Assert.Equal(1, await CountAsync(store, "edited"));
            Assert.Equal(0, await CountAsync(store, "old0"));
            Assert.Equal(0, await CountAsync(store, "old1 strasse"));
            Assert.Equal(1, await CountAsync(store, "old5999"));
            Assert.Equal("Zürich", Assert.Single(await store.Chat.DirectoryAsync(new UserId("bob"), "zurich", null, 10, default)).Name);
            Assert.Contains(log.Lines, l => l.Contains("begins behind the commits, 0 of about 6000 are done", StringComparison.Ordinal));
            Assert.Contains(log.Lines, l => l.Contains("Full-text index of messages: done, 6000 in all", StringComparison.Ordinal));
        }

        Assert.Equal(0, Execute("SELECT count(*) FROM sqlite_master WHERE name LIKE '%texts%' OR name LIKE '%tokens%'"));
        Assert.Equal(0, Execute("SELECT count(*) FROM reindex"));
    }

    [Fact]
    public async Task Open_ARestartInTheMiddle_GoesOn()
    {
        Step(steps: 7);
        Assert.InRange(Execute("SELECT done FROM reindex"), 1, Messages - 1);
        var before = Execute("SELECT done FROM reindex");
        Step(steps: 2);
        Assert.InRange(Execute("SELECT done FROM reindex"), before + 1, Messages - 1);

        using var store = TestStore.Sqlite(_directory);
        await Rebuilt(store);

        Assert.Equal(Messages - 2, await CountAsync(store, "strasse"));
    }

    [Fact]
    public void Check_OfAStoreThatIsKilledOrCopiedWhileAFormerIndexIsRemoved_FindsNothing()
    {
        SqliteMigrations.Run(Path, TestStore.SqliteTables, NullLogger.Instance);
        Execute("INSERT INTO tokens (rowid, words) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i, 'word' || i FROM n");
        for (var steps = 0; Execute("SELECT count(*) FROM sqlite_master WHERE name LIKE '%tokens%'") > 0; steps++)
        {
            Assert.Equal((steps, ""), (steps, string.Join('\n', StoreCheck.Sqlite(_directory))));
            Step(steps: 1);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(9)]
    public async Task Open_ChangesWhileTheIndexIsMade_AreFoundAsTheyStand(int steps)
    {
        Step(steps, writer =>
        {
            // The oldest, which come last, and the newest, which came first.
            Assert.IsType<EventsAppended>(Assert.Single(writer.Commit([new AppendEvents(
                ActorRefs.Nobody,
                Room,
                3001,
                [
                    new ChatEdited(new MessageId("m00002"), "changed early") { Room = Room, At = DateTimeOffset.UnixEpoch, By = Alice },
                    new ChatDeleted(new MessageId("m00004")) { Room = Room, At = DateTimeOffset.UnixEpoch, By = Alice },
                    new ChatEdited(new MessageId("m05998"), "changed late") { Room = Room, At = DateTimeOffset.UnixEpoch, By = Alice },
                    new ChatDeleted(new MessageId("m05996")) { Room = Room, At = DateTimeOffset.UnixEpoch, By = Alice },
                    new ChatMessage(new MessageId("m06000"), "new1", "fresh strasse") { Room = Room, At = DateTimeOffset.UnixEpoch, By = Alice },
                    new ChatMessage(new MessageId("m00000a"), "new2", "fresh strasse") { Room = Room, At = DateTimeOffset.UnixEpoch, By = Alice },
                ])])));
            Assert.Equal(2, Assert.IsType<EventsRedacted>(Assert.Single(writer.Commit([new RedactEvents(ActorRefs.Nobody, Room, Alice, [5, 2998])]))).Emptied);
        });

        using var store = TestStore.Sqlite(_directory);
        Assert.Equal(2, await CountAsync(store, "fresh"));
        Assert.Equal(2, await CountAsync(store, "changed"));
        await Rebuilt(store);

        Assert.Equal(2, await CountAsync(store, "fresh"));
        Assert.Equal(2, await CountAsync(store, "changed"));
        foreach (var gone in (string[])["old2", "old4", "old6", "old5992", "old5996", "old5998"])
            Assert.Equal((gone, 0), (gone, (await store.Chat.SearchAsync(Alice, $"{gone} strasse", null, null, 10, default)).Hits.Count(h => h.Message.Text.EndsWith(gone, StringComparison.Ordinal))));
        Assert.Equal(Messages - 2 - 6 + 2, await CountAsync(store, "strasse"));

        // Indexed once, and so gone by one deletion.
        var deleted = new ChatDeleted(new MessageId("m06000")) { Room = Room, At = DateTimeOffset.UnixEpoch, By = Alice };
        Assert.IsType<EventsAppended>(Assert.Single(store.Writer.Commit([new AppendEvents(ActorRefs.Nobody, Room, 3007, [deleted])])));
        Assert.Equal(1, await CountAsync(store, "fresh"));
    }

    [Fact]
    public async Task Scrub_BeforeTheIndexIsMade_LeavesNothingOfTheFormerOne()
    {
        Execute("DELETE FROM unindexed; INSERT INTO texts (rowid, text) VALUES (99, 'unspeakable')");
        SqliteMigrations.Run(Path, TestStore.SqliteTables, NullLogger.Instance);
        Execute("INSERT INTO tokens (rowid, words) VALUES (99, 'unutterable')");
        Assert.Contains("unspeakable", await BytesAsync(), StringComparison.Ordinal);
        Assert.Contains("unutterable", await BytesAsync(), StringComparison.Ordinal);

        using (var store = TestStore.Sqlite(_directory))
            await store.Engine.ScrubAsync(default).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.DoesNotContain("unspeakable", await BytesAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("unutterable", await BytesAsync(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task<string> BytesAsync() => System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path));

    private static Task Rebuilt(TestStore store) => ((SqliteEngine)store.Engine).Rebuilt.WaitAsync(TimeSpan.FromMinutes(1));

    private static async Task<int> CountAsync(TestStore store, string text) => (await store.Chat.SearchAsync(Alice, text, null, null, 10_000, default)).Hits.Count;

    // As the maintenance does it, step by step, and then as if the process had ended.
    private void Step(int steps, Action<SqliteWriter>? then = null)
    {
        SqliteMigrations.Run(Path, TestStore.SqliteTables, NullLogger.Instance);
        using var writer = new SqliteWriter(SqliteSession.Open(Path, writing: true), TestStore.SqliteTables, NullLogger.Instance);
        var deferred = new SqliteDeferred(writer, [], TimeProvider.System, NullLogger.Instance);
        for (var i = 0; i < steps; i++)
        {
            deferred.CatchUp();
            deferred.Rebuild(TimeSpan.Zero);
        }

        Assert.True(deferred.IsRebuilding);
        if (then is null)
            return;
        then(writer);

        // Before what was put off is caught up on.
        deferred.Rebuild(TimeSpan.Zero);
    }

    private long Execute(string sql)
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar() as long? ?? 0;
    }
}
