using Akka.Actor;
using Akka.TestKit.Xunit2;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using Npgsql;

namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>A new database has no statistics yet, and what was planned while its tables were empty stays planned that way until it has.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresPlansTests(PostgresCluster cluster) : TestKit(Patient.Config)
{
    private const int Rooms = 6;
    private const int Messages = 60;
    private static readonly UserId Alice = new("alice");
    private static readonly DateTimeOffset Noon = new(2026, 12, 3, 12, 0, 0, TimeSpan.Zero);

    [SkippableFact]
    public async Task Commit_OnADatabaseWithoutStatistics_ReadsNoTableWhole()
    {
        var database = cluster.NewDatabase();
        using (var store = TestStore.Postgres(database))
        {
            RoomId[] rooms = [.. Enumerable.Range(0, Rooms).Select(i => RoomId.New(Noon.AddMinutes(i)))];
            foreach (var room in rooms)
                Commit(store, new AppendEvents(ActorRefs.Nobody, room, 0, [new ChatJoined(Alice, "owner") { Room = room, At = Noon, By = Alice }], new NewRoom("group", "", "", null)));
            for (var i = 0; i < Messages; i++)
            {
                var room = rooms[i % Rooms];
                Commit(store, new AppendEvents(ActorRefs.Nobody, room, (i / Rooms) + 1, [new ChatMessage(MessageId.New(Noon), $"k{i}", "hi") { Room = room, At = Noon, By = Alice }]));
            }
        }

        // The counters of a connection are there some moments after it is idle.
        await using var source = NpgsqlDataSource.Create(database);
        await this.EventuallyAsync(async () =>
            Assert.Equal(Messages + Rooms, await CountAsync(source, "SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'events'")));
        Assert.InRange(await CountAsync(source, "SELECT max(seq_tup_read) FROM pg_stat_user_tables WHERE n_tup_ins + n_tup_upd > 0"), 0, Messages);
    }

    private static void Commit(TestStore store, AppendEvents entry) => Assert.IsType<EventsAppended>(Assert.Single(store.Writer.Commit([entry])));

    private static async Task<long> CountAsync(NpgsqlDataSource source, string sql)
    {
#pragma warning disable CA2100 // Constants of this test.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
