using System.Text.Json;
using AkkaRealtime.Routing.Chat.Store.Postgres;
using AkkaRealtime.Routing.Chat.Store.Search;
using Npgsql;

namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>A search costs what the user's rooms hold, whatever is said in those of others.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresSearchTests(PostgresCluster cluster)
{
    // Rooms 1 to 3 are alice's, of 40 messages each; in the others 20,000 are said.
    private const string Rows =
        """
        INSERT INTO rooms (n, id, kind, name, topic, folded, head, messages, last_message, members, created_at, active_at)
            SELECT n, 'room' || n, 'group', 'Room', '', 'room', 1, 1, 1, 1, 0, 1 FROM generate_series(1, 13) n;
        INSERT INTO members SELECT n, CASE WHEN n <= 3 THEN 'alice' ELSE 'others' END, 'owner', 1, 1, 1 FROM generate_series(1, 13) n;
        INSERT INTO events SELECT n, i, 1, 'alice', convert_to(n || '-' || i, 'UTF8'), 'm' || n || '-' || i, NULL, i, i, '{}' FROM generate_series(1, 13) n, generate_series(1, 2000) i WHERE n > 3 OR i <= 40;
        INSERT INTO room_words SELECT room, seq, format('''%sxwe'':1 ''%sxtalk'':2 ''%sxto'':3 ''%sxthem'':4 ''%sxthis'':5', p, p, p, p, p)::tsvector FROM (SELECT room, seq, to_hex(room) AS p FROM events) e;
        ANALYZE;
        """;

    [SkippableTheory]
    [InlineData("t")]
    [InlineData("to t")]
    [InlineData("talk-to t")]
    public async Task Search_MuchIsSaidInRoomsOfOthers_ReadsNothingOfIt(string text)
    {
        var database = cluster.NewDatabase();
        using var store = TestStore.Postgres(database);
        await using var source = NpgsqlDataSource.Create(database);
        await using (var rows = source.CreateCommand(Rows))
            await rows.ExecuteNonQueryAsync();

        // Without the word of the planner: in so small a table it may read it all, which is cheaper there.
        await using var connection = await source.OpenConnectionAsync();
        await using (var settings = new NpgsqlCommand("SET enable_seqscan = off", connection))
            await settings.ExecuteNonQueryAsync();
        await using var explain = new NpgsqlCommand("EXPLAIN (ANALYZE, FORMAT JSON) " + SearchQueries.InAllRooms, connection);
        foreach (var value in (object?[])["alice", Tokens.Query(SearchTerm.Of(text)), null, null, 21L])
            explain.Parameters.Add(value switch
            {
                string s => new NpgsqlParameter { Value = s },
                long n => new NpgsqlParameter { Value = n },
                _ => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = explain.Parameters.Count == 2 ? NpgsqlTypes.NpgsqlDbType.Bigint : NpgsqlTypes.NpgsqlDbType.Text },
            });
        var plan = JsonDocument.Parse((string)(await explain.ExecuteScalarAsync())!).RootElement[0].GetProperty("Plan");

        var read = Nodes(plan).Where(n => Text(n, "Index Name") == "room_words_vector" || Text(n, "Relation Name") == "room_words").ToList();
        Assert.Contains(read, n => Text(n, "Index Name") == "room_words_vector");
        Assert.All(read, n => Assert.InRange(n.GetProperty("Actual Rows").GetDouble() * n.GetProperty("Actual Loops").GetDouble(), 1, 120));
        Assert.Equal(21, plan.GetProperty("Actual Rows").GetDouble());
    }

    private static IEnumerable<JsonElement> Nodes(JsonElement node) =>
        [node, .. node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().SelectMany(Nodes) : []];

    private static string? Text(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetString() : null;
}
