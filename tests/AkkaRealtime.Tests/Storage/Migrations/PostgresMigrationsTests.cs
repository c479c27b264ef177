using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Tests.Storage.Postgres;
using DbUp;
using Npgsql;

namespace AkkaRealtime.Tests.Storage.Migrations;

/// <summary>Databases of servers before the domains had scripts of their own.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresMigrationsTests(PostgresCluster cluster)
{
    private const string Rows =
        """
        INSERT INTO meta VALUES ('epoch', 'before');
        SELECT nextval('rooms_n');
        INSERT INTO rooms (n, id, kind, name, topic, folded, head, messages, last_message, members, created_at, active_at) VALUES (1, 'room', 'group', 'Team', '', 'team', 2, 1, 2, 1, 0, 1);
        INSERT INTO members VALUES (1, 'alice', 'owner', 1, 1, 1);
        INSERT INTO events VALUES (1, 1, 6, 'alice', NULL, NULL, NULL, 0, 0, convert_to('{"type":"chat.joined","data":{"room":"room","seq":1,"at":"2026-01-01T00:00:00.000Z","by":"alice","user":"alice","role":"owner"}}', 'UTF8'));
        INSERT INTO events VALUES (1, 2, 1, 'alice', 'k', 'm1', NULL, 1, 1, convert_to('{"type":"chat.message","data":{"room":"room","seq":2,"at":"2026-01-01T00:00:00.001Z","by":"alice","id":"m1","key":"k","text":"before"}}', 'UTF8'));
        INSERT INTO texts VALUES (1, 2, to_tsvector('simple', 'before'));
        INSERT INTO users VALUES ('alice', 'Alice', NULL, '{}');
        INSERT INTO calls VALUES ('call', 'room', true, 5, '{}');
        INSERT INTO call_users (user_id, started_at, call) VALUES ('alice', 5, 'call');
        """;

    private const string Columns =
        "SELECT format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) FROM information_schema.columns " +
        "WHERE table_schema = 'public' AND table_name <> 'schemaversions' UNION ALL " +
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'schemaversions' ORDER BY 1";

    [SkippableTheory]
    [InlineData(5)]
    [InlineData(2)]
    [InlineData(1)]
    public async Task Open_ADatabaseFromBefore_GoesOnWithAllOfIt(int scripts)
    {
        var alice = new UserId("alice");
        var room = new RoomId("room");
        var database = MakeFormer(scripts);

        using var store = TestStore.Postgres(database);

        await ((PostgresEngine)store.Engine).Rebuilt.WaitAsync(TimeSpan.FromMinutes(1));
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

    [SkippableTheory]
    [InlineData(5)]
    [InlineData(1)]
    public void Open_ADatabaseFromBefore_MakesTheSameSchemaAsANewOne(int scripts)
    {
        var former = MakeFormer(scripts);
        var fresh = cluster.NewDatabase();

        TestStore.Postgres(former).Dispose();
        TestStore.Postgres(fresh).Dispose();
        TestStore.Postgres(former).Dispose();

        var schema = Execute(fresh, Columns);
        Assert.True(schema.Count > 50);
        Assert.Equal(schema, Execute(former, Columns));
    }

    [SkippableFact]
    public void Open_AStoreOfALaterVersion_IsRefusedAndLeftAlone()
    {
        var database = cluster.NewDatabase();
        TestStore.Postgres(database).Dispose();
        Execute(database, "INSERT INTO schemaversions (scriptname, applied) VALUES ('users/0099_Later.sql', now())");

        var e = Assert.Throws<InvalidOperationException>(() => TestStore.Postgres(database));

        Assert.Contains("was written by a later version of the server: it has users/0099_Later.sql", e.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings:Postgres", e.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Open_ADatabaseWithThreadsFromBefore_HasThemFollowedByWhoWroteInThem_WithAllRead()
    {
        var database = cluster.NewDatabase();
        using (var before = TestStore.Postgres(database))
            before.Writer.Commit([ThreadsFromBefore.Entry]);
        Execute(database, "DROP TABLE thread_follows; DELETE FROM schemaversions WHERE scriptname = 'chat/0021_ThreadFollows.sql'");

        using var store = TestStore.Postgres(database);
        await ThreadsFromBefore.VerifyAsync(store);
    }

    private string MakeFormer(int scripts)
    {
        var database = cluster.NewDatabase();
        FormerSchema.Make(DeployChanges.To.PostgresqlDatabase(database), "Postgres", scripts);
        Execute(database, Rows);
        return database;
    }

    private static List<string> Execute(string database, string sql)
    {
        using var source = NpgsqlDataSource.Create(database);
        using var command = source.CreateCommand(sql);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            if (reader.GetFieldType(0) == typeof(string))
                rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
