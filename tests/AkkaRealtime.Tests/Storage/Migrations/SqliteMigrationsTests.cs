using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;
using DbUp;
using Microsoft.Data.Sqlite;

namespace AkkaRealtime.Tests.Storage.Migrations;

/// <summary>Data directories of servers before the domains had scripts of their own.</summary>
public sealed class SqliteMigrationsTests : IDisposable
{
    private const string Rows =
        """
        INSERT INTO meta VALUES ('epoch', 'before');
        INSERT INTO rooms (n, id, kind, name, topic, folded, head, messages, last_message, members, created_at, active_at) VALUES (1, 'room', 'group', 'Team', '', 'team', 2, 1, 2, 1, 0, 1);
        INSERT INTO members VALUES (1, 'alice', 'owner', 1, 1, 1);
        INSERT INTO events VALUES (4294967297, 6, 'alice', NULL, NULL, NULL, 0, 0, CAST('{"type":"chat.joined","data":{"room":"room","seq":1,"at":"2026-01-01T00:00:00.000Z","by":"alice","user":"alice","role":"owner"}}' AS BLOB));
        INSERT INTO events VALUES (4294967298, 1, 'alice', 'k', 'm1', NULL, 1, 1, CAST('{"type":"chat.message","data":{"room":"room","seq":2,"at":"2026-01-01T00:00:00.001Z","by":"alice","id":"m1","key":"k","text":"before"}}' AS BLOB));
        INSERT INTO unindexed VALUES (4294967298, 0);
        INSERT INTO users VALUES ('alice', 'Alice', NULL, x'7b7d');
        INSERT INTO calls VALUES ('call', 'room', 1, 5, x'7b7d');
        INSERT INTO call_users (user, started_at, call) VALUES ('alice', 5, 'call');
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("akkarealtime-before-").FullName;

    [Theory]
    [InlineData(5)]
    [InlineData(2)]
    [InlineData(1)]
    public async Task Open_ADirectoryFromBefore_GoesOnWithAllOfIt(int scripts)
    {
        var alice = new UserId("alice");
        var room = new RoomId("room");
        MakeFormer(_directory, scripts);

        using var store = TestStore.Sqlite(_directory);

        Assert.Equal("before", store.Engine.Epoch);
        Assert.Equal(("Team", 2L), await store.Chat.LoadRoomAsync(room, default) is { } loaded ? (loaded.Name, loaded.Head) : default);
        Assert.Equal("before", Assert.Single((await store.Chat.SearchAsync(alice, "before", null, null, 10, default)).Hits).Message.Text);
        Assert.Equal("Alice", (await store.Users.LoadUserAsync(alice, default))!.Name);
        Assert.Equal("call", Assert.Single(await store.Calls.CallsAsync(alice, null, 10, default)).Call.Value);
        var message = new ChatMessage(new MessageId("m2"), "k", "again") { Room = room, At = DateTimeOffset.UnixEpoch, By = alice };
        var appended = Assert.IsType<EventsAppended>(Assert.Single(store.Writer.Commit(
            [new AppendEvents(ActorRefs.Nobody, room, 2, [message, message with { Id = new("m3"), Key = "k2" }])])));
        Assert.Equal([(true, 2L), (false, 3L)], appended.Events.Select(e => (e.Duplicate, e.Event.Seq)));
        Assert.IsType<EventsExpired>(Assert.Single(store.Writer.Commit([new ExpireEvents(ActorRefs.Nobody, room, DateTimeOffset.UnixEpoch.AddYears(80), 10)])));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(1)]
    public async Task Open_ADirectoryFromBefore_MakesTheSameSchemaAsANewOne(int scripts)
    {
        var fresh = Path.Combine(_directory, "fresh");
        var former = Path.Combine(_directory, "former");
        MakeFormer(former, scripts);

        foreach (var directory in (string[])[former, fresh, former])
        {
            using var store = TestStore.Sqlite(directory);
            await ((SqliteEngine)store.Engine).Rebuilt.WaitAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(Schema(fresh), Schema(former));
    }

    [Fact]
    public void Open_AScriptThatFails_SaysWhichAndLeavesNothingOfIt()
    {
        var e = Assert.Throws<InvalidOperationException>(() => TestStore.Sqlite(_directory, more: new Broken()));

        Assert.Contains("broken/0001_Broken.sql", e.Message, StringComparison.Ordinal);
        Assert.Empty(Schema(_directory));
    }

    [Fact]
    public void Open_AStoreOfALaterVersion_IsRefusedAndLeftAlone()
    {
        TestStore.Sqlite(_directory).Dispose();
        Execute(_directory, "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('chat/0099_Later.sql', '2026-01-01')", _ => true);

        var e = Assert.Throws<InvalidOperationException>(() => TestStore.Sqlite(_directory));

        Assert.Contains("was written by a later version of the server: it has chat/0099_Later.sql", e.Message, StringComparison.Ordinal);
        Assert.Contains("AkkaRealtime:DataDirectory", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AStoreWithTablesOfADomainThatTheHostHasTakenOut_GoesOn()
    {
        TestStore.Sqlite(_directory).Dispose();
        Execute(_directory, "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('whiteboard/0001_Whiteboard.sql', '2026-01-01')", _ => true);

        TestStore.Sqlite(_directory).Dispose();
    }

    [Fact]
    public async Task Open_ADirectoryWithThreadsFromBefore_HasThemFollowedByWhoWroteInThem_WithAllRead()
    {
        using (var before = TestStore.Sqlite(_directory))
            before.Writer.Commit([ThreadsFromBefore.Entry]);
        Execute(_directory, "DROP TABLE thread_follows; DELETE FROM SchemaVersions WHERE ScriptName = 'chat/0021_ThreadFollows.sql'", _ => true);

        using var store = TestStore.Sqlite(_directory);
        await ThreadsFromBefore.VerifyAsync(store);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string ConnectionString(string directory) => $"Data Source={Path.Combine(directory, "realtime.db")};Pooling=False";

    private static void MakeFormer(string directory, int scripts)
    {
        Directory.CreateDirectory(directory);
        FormerSchema.Make(DeployChanges.To.SqliteDatabase(ConnectionString(directory)), "Sqlite", scripts);
        Execute(directory, Rows, _ => true);
    }

    private static List<string> Schema(string directory) => Execute(
        directory,
        "SELECT type || ' ' || name || ' ' || sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'SchemaVersions%' ORDER BY type, name",
        row => row.GetString(0));

    private static List<T> Execute<T>(string directory, string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection(ConnectionString(directory));
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private sealed class Broken : ISqliteTables
    {
        public IReadOnlyList<MigrationScript> Migrations { get; } = [new("broken/0001_Broken.sql", "CREATE TABLE half (a text); CREATE TABLE ;")];

        public TableWriter CreateWriter(SqliteSession session) => throw new NotSupportedException();
    }
}
