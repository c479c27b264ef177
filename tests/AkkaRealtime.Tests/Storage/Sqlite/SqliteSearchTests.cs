using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Search;
using AkkaRealtime.Routing.Chat.Store.Sqlite;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using Microsoft.Data.Sqlite;

namespace AkkaRealtime.Tests.Storage.Sqlite;

/// <summary>A search costs what the user's rooms hold, whatever is said in those of others.</summary>
public sealed class SqliteSearchTests : IDisposable
{
    private static readonly UserId Alice = new("alice");
    private static readonly UserId Others = new("others");
    private readonly string _directory = Directory.CreateTempSubdirectory("akkarealtime-search-").FullName;

    [Theory]
    [InlineData("t", 600)]
    [InlineData("to t", 720)]
    [InlineData("talk-to t", 840)]
    public async Task Search_MuchIsSaidInRoomsOfOthers_GathersNoneOfIt(string text, int ofMine)
    {
        using var store = TestStore.Sqlite(_directory);
        for (var i = 0; i < 3; i++)
            Say(store, Alice, $"mine{i}", 40);
        for (var i = 0; i < 4; i++)
            Say(store, Others, $"theirs{i}", 1_000);

        var page = await store.Chat.SearchAsync(Alice, text, null, null, 20, default);

        Assert.Equal((20, true), (page.Hits.Count, page.More));
        Assert.Equal(ofMine, Gathered(text));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static void Say(TestStore store, UserId by, string id, int messages)
    {
        var room = new RoomId(id);
        var join = new ChatJoined(by, "owner") { Room = room, At = DateTimeOffset.UnixEpoch, By = by };
        var said = Enumerable.Range(0, messages).Select(i => (RoomEvent)new ChatMessage(new MessageId($"{id}-{i:d5}"), $"k{i}", $"we talk to them this time {i}")
        {
            Room = room,
            At = DateTimeOffset.UnixEpoch.AddSeconds(i),
            By = by,
        });
        Assert.IsType<EventsAppended>(Assert.Single(store.Writer.Commit([new AppendEvents(ActorRefs.Nobody, room, 0, [join, .. said], new NewRoom("group", id, "", null))])));
    }

    // FTS5 gathers the places of each token of a query, and of each that begins like its last one: as many as its dictionary counts for them.
    private long Gathered(string text)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_directory, "realtime.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, room_words, row)";
        command.ExecuteNonQuery();
        command.CommandText = "SELECT coalesce(sum(cnt), 0) FROM vocabulary WHERE term >= $from AND term < $to";
        var from = command.Parameters.Add("$from", SqliteType.Text);
        var to = command.Parameters.Add("$to", SqliteType.Text);
        var gathered = 0L;
        for (var room = 1; room <= 3; room++)
        {
            foreach (var quoted in SearchReads.Match(SearchTerm.Of(text), room).Split(" AND "))
            {
                var tokens = quoted.Split('"')[1].Split(' ');
                foreach (var (i, token) in tokens.Index())
                {
                    var isPrefix = i == tokens.Length - 1 && quoted.EndsWith('*');
                    (from.Value, to.Value) = (token, token + (isPrefix ? "\uffff" : "\0"));
                    gathered += (long)command.ExecuteScalar()!;
                }
            }
        }

        return gathered;
    }
}
