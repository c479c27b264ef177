using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Tests.Domains;
using AkkaRealtime.Tests.Storage.Postgres;
using DbUp;
using Npgsql;

namespace AkkaRealtime.Tests.Storage.Migrations;

/// <summary>Databases whose messages are in the full-text index of the former version, and nodes of that version that still write there.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresReindexTests(PostgresCluster cluster)
{
    private const int Messages = 3_000;

    // Two rooms of 1,500 messages; old0 was edited, old1 is deleted.
    private const string Rows =
        """
        SELECT nextval('rooms_n'), nextval('rooms_n');
        INSERT INTO meta VALUES ('epoch', 'before');
        INSERT INTO rooms (n, id, kind, name, topic, folded, head, messages, last_message, members, created_at, active_at) VALUES
            (1, 'room1', 'channel', 'Zürich', '', 'zürich', 1501, 1500, 1501, 1, 0, 1), (2, 'room2', 'group', 'Two', '', 'two', 1501, 1500, 1501, 1, 0, 1);
        INSERT INTO members VALUES (1, 'alice', 'owner', 1, 1, 1), (2, 'alice', 'owner', 1, 1, 1);
        INSERT INTO events SELECT i % 2 + 1, i / 2 + 2, 1, 'alice', convert_to('k' || i, 'UTF8'), 'm' || lpad(i::text, 5, '0'), NULL, i / 2 + 1, i, convert_to(format(
            '{"type":"chat.message","data":{"room":"room%s","seq":%s,"at":"2026-01-01T00:00:00.000Z","by":"alice","id":"m%s","key":"k%s","text":"Straße-%s old%s"}}',
            i % 2 + 1, i / 2 + 2, lpad(i::text, 5, '0'), i, i, i), 'UTF8') FROM generate_series(0, 2999) i;
        INSERT INTO overlays (room, seq, text, deleted, pinned) VALUES (1, 2, 'edited once', false, false), (2, 2, NULL, true, false);
        INSERT INTO texts SELECT room, seq, to_tsvector('simple', words_of('straße')) FROM events WHERE (room, seq) <> (2, 2);
        """;

    private const string Waiting = "SELECT (SELECT count(*) FROM texts) + (SELECT count(*) FROM tokens)";

    private static readonly UserId Alice = new("alice");
    private static readonly RoomId Room = new("room1");

    [SkippableFact]
    public async Task Open_AnIndexFromBefore_IsMadeAnewBehindByAllNodesTogether()
    {
        var database = MakeFormer();
        var logs = new[] { new ListLogger(), new ListLogger(), new ListLogger() };
        var nodes = await Task.WhenAll(logs.Select(log => Task.Run(() => TestStore.Postgres(database, log: log))));
        await Task.WhenAll(nodes.Select(Rebuilt));

        // Each was told that nothing is left but what another one has under way.
        await Until(database, Waiting, 0);
        Assert.Equal(Messages - 2, await CountAsync(nodes[0], "strasse"));
        Assert.Equal(1, await CountAsync(nodes[1], "strasse-1234"));
        Assert.Equal(1, await CountAsync(nodes[2], "edited"));
        Assert.Equal(0, await CountAsync(nodes[0], "old0"));
        Assert.Equal("Zürich", Assert.Single(await nodes[0].Chat.DirectoryAsync(new UserId("bob"), "zurich", null, 10, default)).Name);
        Assert.Contains(logs.SelectMany(l => l.Lines), l => l.Contains("Full-text index of messages: begins", StringComparison.Ordinal));
        Assert.Contains(logs.SelectMany(l => l.Lines), l => l.Contains("Full-text index of messages: done", StringComparison.Ordinal));
        Array.ForEach(nodes, n => n.Dispose());
    }

    [SkippableFact]
    public async Task Open_ChangesWhileTheIndexIsMade_AreFoundAsTheyStand()
    {
        var database = MakeFormer();
        using var store = TestStore.Postgres(database);
        for (var i = 0; i < 100; i++)
        {
            // From both ends, while it goes on.
            Append(store, 1501 + (i * 4), Edit((i * 4) + 2, $"changed {i}"), Delete((i * 4) + 4));
            Append(store, 1503 + (i * 4), Edit(2998 - (i * 4), $"changed {i}"), Delete(2996 - (i * 4)));
        }

        Assert.Equal(200, Assert.IsType<EventsRedacted>(Assert.Single(store.Writer.Commit(
            [new RedactEvents(ActorRefs.Nobody, Room, Alice, [.. Enumerable.Range(600, 200).Select(i => (long)i)])]))).Emptied);
        await Rebuilt(store);

        Assert.Equal(200, await CountAsync(store, "changed"));
        Assert.Equal(Messages - 2 - 400 - 200, await CountAsync(store, "strasse"));
        Assert.Equal(0, Count(database, Waiting));
        Assert.Equal(Messages - 1 - 200 - 200, Count(database, "SELECT count(*) FROM room_words"));
    }

    [SkippableFact]
    public async Task Write_ANodeOfTheFormerVersion_LosesNoTextsAndLeavesNone()
    {
        var database = MakeFormer();
        using var store = TestStore.Postgres(database);
        await Rebuilt(store);

        // A message, an edit, a deletion, and one that is past its time, each as such a node writes it.
        Count(database, """
            INSERT INTO events SELECT 1, 1502, 1, 'alice', NULL, 'mnew', NULL, 1501, 1, convert_to('{"type":"chat.message","data":{"room":"room1","seq":1502,"at":"2026-01-01T00:00:00.000Z","by":"alice","id":"mnew","key":"kn","text":"Näher"}}', 'UTF8');
            INSERT INTO texts VALUES (1, 1502, to_tsvector('simple', words_of('näher')));
            INSERT INTO overlays (room, seq, text, deleted, pinned) VALUES (1, 3, 'Nächst', false, false);
            INSERT INTO texts VALUES (1, 3, to_tsvector('simple', words_of('nächst')));
            INSERT INTO overlays (room, seq, deleted, pinned) VALUES (1, 4, true, false);
            DELETE FROM texts WHERE room = 1 AND seq = 4;
            UPDATE events SET envelope = convert_to('{"type":"chat.message","data":{"room":"room1","seq":5,"at":"2026-01-01T00:00:00.000Z","by":"alice","id":"m00006","key":"k6","text":"","deleted":true}}', 'UTF8') WHERE room = 1 AND seq = 5;
            DELETE FROM texts WHERE room = 1 AND seq = 5;
            INSERT INTO overlays (room, seq, text, deleted, pinned) VALUES (1, 6, 'Nochmals', false, false);
            INSERT INTO tokens VALUES (1, 6, '''nochmals'':1') ON CONFLICT (room, seq) DO UPDATE SET vector = excluded.vector;
            INSERT INTO overlays (room, seq, deleted, pinned) VALUES (1, 7, true, false);
            DELETE FROM tokens WHERE room = 1 AND seq = 7;
            """);

        await Until(database, Waiting, 0);
        Assert.Equal(1, await CountAsync(store, "naher"));
        Assert.Equal(1, await CountAsync(store, "nachst"));
        Assert.Equal(1, await CountAsync(store, "nochmals"));
        foreach (var gone in (string[])["old2", "old4", "old6", "old10"])
            Assert.DoesNotContain((await store.Chat.SearchAsync(Alice, gone, null, null, 10_000, default)).Hits, h => h.Message.Id.Value is "m00002" or "m00004" or "m00006" or "m00010");
        Assert.Equal(0, Count(database, "SELECT count(*) FROM room_words WHERE room = 1 AND seq IN (4, 5, 7)"));
    }

    private static ChatEdited Edit(int message, string text) => new(new MessageId($"m{message:d5}"), text) { Room = Room, At = DateTimeOffset.UnixEpoch, By = Alice };

    private static ChatDeleted Delete(int message) => new(new MessageId($"m{message:d5}")) { Room = Room, At = DateTimeOffset.UnixEpoch, By = Alice };

    private static void Append(TestStore store, long after, params RoomEvent[] events) =>
        Assert.IsType<EventsAppended>(Assert.Single(store.Writer.Commit(
            [new AppendEvents(ActorRefs.Nobody, Room, after, events)])));

    private static Task Rebuilt(TestStore store) => ((PostgresEngine)store.Engine).Rebuilt.WaitAsync(TimeSpan.FromMinutes(1));

    private static async Task<int> CountAsync(TestStore store, string text) => (await store.Chat.SearchAsync(Alice, text, null, null, 10_000, default)).Hits.Count;

    private static async Task Until(string database, string sql, long count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (Count(database, sql) != count)
            await Task.Delay(50, patience.Token);
    }

    private static long Count(string database, string sql)
    {
        using var source = NpgsqlDataSource.Create(database);
        using var command = source.CreateCommand(sql);
        return command.ExecuteScalar() as long? ?? 0;
    }

    private string MakeFormer()
    {
        var database = cluster.NewDatabase();
        FormerSchema.Make(DeployChanges.To.PostgresqlDatabase(database), "Postgres", 5);
        Count(database, Rows);
        return database;
    }
}
