using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Sqlite;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;
using SQLitePCL;

namespace AkkaRealtime.Tests.Storage.Sqlite;

/// <summary>A search costs what the user's rooms hold, whatever is said in those of others.</summary>
public sealed class SqliteSearchTests : IDisposable
{
    private static readonly UserId Alice = new("alice");
    private static readonly UserId Others = new("others");
    private readonly string _directory = Directory.CreateTempSubdirectory("akkarealtime-search-").FullName;

    [Theory]
    [InlineData("t")]
    [InlineData("to t")]
    [InlineData("talk-to t")]
    public async Task Search_MuchIsSaidInRoomsOfOthers_ReadsNoMoreOfTheIndex(string text)
    {
        using var store = TestStore.Sqlite(_directory);
        for (var i = 0; i < 3; i++)
            Say(store, Alice, $"mine{i}", 40);
        var (few, hits) = await SearchAsync(store, text);
        for (var i = 0; i < 10; i++)
            Say(store, Others, $"theirs{i}", 2_000);
        var (many, still) = await SearchAsync(store, text);

        Assert.Equal(21, hits);
        Assert.Equal(hits, still);
        Assert.True(many < few * 3, $"{few} pages alone, {many} beside 20,000 messages of others");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static void Say(TestStore store, UserId by, string id, int messages)
    {
        var room = new RoomId(id);
        var join = new ChatJoined(by, "owner") { Room = room, At = DateTimeOffset.UnixEpoch, By = by };
        var said = Enumerable.Range(0, messages).Select(i => (RoomEvent)new ChatMessage(new MessageId($"{id}-{i:d5}"), $"k{i}", $"we talk to them this time {i}")
        {
            Room = room, At = DateTimeOffset.UnixEpoch.AddSeconds(i), By = by,
        });
        Assert.IsType<EventsAppended>(Assert.Single(store.Writer.Commit([new AppendEvents(ActorRefs.Nobody, room, 0, [join, .. said], new NewRoom("group", id, "", null))])));
    }

    // What is read of the file is counted by SQLite: pages, in its cache or not.
    private async Task<(int Pages, int Hits)> SearchAsync(TestStore store, string text)
    {
        // Brings the index up to date first.
        await store.Chat.SearchAsync(Alice, text, null, null, 20, default);
        using var session = SqliteSession.Open(Path.Combine(_directory, "realtime.db"), writing: false);
        SearchReads.Search(session, Alice, text, null, null, 20);
        var before = Pages(session);
        var page = SearchReads.Search(session, Alice, text, null, null, 20);
        return (Pages(session) - before, page.Hits.Count + (page.More ? 1 : 0));
    }

    private static int Pages(SqliteSession session)
    {
        raw.sqlite3_db_status(session.Handle, raw.SQLITE_DBSTATUS_CACHE_HIT, out var hits, out _, 0);
        raw.sqlite3_db_status(session.Handle, raw.SQLITE_DBSTATUS_CACHE_MISS, out var misses, out _, 0);
        return hits + misses;
    }
}
