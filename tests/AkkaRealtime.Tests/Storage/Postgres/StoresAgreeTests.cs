using System.Globalization;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>The same random entries, in the same random batches, must give the same answers and leave the same rooms on every store.</summary>
[Collection(PostgresTests.Name)]
public sealed class StoresAgreeTests(PostgresCluster cluster) : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly UserId[] Users = [.. Enumerable.Range(0, 5).Select(i => new UserId($"user{i}"))];
    private readonly string _directory = Directory.CreateTempSubdirectory("akkarealtime-agree-").FullName;

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Commit_RandomEntries_AgreeOnEveryAnswer(int seed)
    {
        using var postgres = TestStore.Postgres(cluster.NewDatabase());
        using var sqlite = TestStore.Sqlite(Path.Combine(_directory, "data"));
        using var memory = TestStore.Memory(new MemoryEngine(TestStore.MemoryTables, TestMetrics.Instance));
        var script = new Script(seed);

        for (var batch = 0; batch < 60; batch++)
        {
            var entries = script.Batch();
            var expected = sqlite.Writer.Commit(entries).Select(Show).ToArray();
            var actual = postgres.Writer.Commit(entries).Select(Show).ToArray();
            Assert.Equal(expected, actual);
            Assert.Equal(expected, memory.Writer.Commit(entries).Select(Show).ToArray());
        }

        Assert.Equal(await ShowAll(sqlite, script.Rooms), await ShowAll(postgres, script.Rooms));
        Assert.Equal(await ShowAll(sqlite, script.Rooms), await ShowAll(memory, script.Rooms));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string Show(JournalResult result) => result switch
    {
        EventsAppended e => $"{e.Room} at {e.Head}: {string.Join(' ', e.Events.Select(a => $"{a.Event.Seq}{(a.Duplicate ? "=" : "+")}{a.Envelope}"))}",
        EventsRefused r => r.ToString(),
        _ => result.GetType().Name,
    };

    private static async Task<string> ShowAll(TestStore opened, List<RoomId> rooms)
    {
        var store = opened.Chat;
        var text = new StringBuilder();
        foreach (var room in rooms)
        {
            var loaded = await store.LoadRoomAsync(room, default);
            text.AppendLine(Json(loaded! with { Members = [.. loaded.Members.OrderBy(m => m.User.Value, StringComparer.Ordinal)] }));
            foreach (var stored in await opened.Engine.Log.EventsAsync(room, 0, long.MaxValue, 10_000, default))
                text.AppendLine(CultureInfo.InvariantCulture, $"{stored.Seq} {stored.Envelope}");
            text.AppendLine(Json(await store.HistoryAsync(room, null, null, 200, null, default)));
            text.AppendLine(Json(await store.HistoryAsync(room, 20, null, 5, null, default)));
            text.AppendLine(Json(await store.HistoryAsync(room, null, 20, 5, null, default)));
        }

        foreach (var user in Users)
        {
            text.AppendLine(Json(await store.RoomsAsync(user, null, default)));
            text.AppendLine(Json(await store.DirectoryAsync(user, "o", null, 10, default)));
            foreach (var other in Users)
                text.AppendLine(Json((await store.SharedRoomsAsync(user, other, 99, default)).Select(r => r.Value).Order(StringComparer.Ordinal)));
            text.AppendLine(Json((await store.SharingRoomAsync(user, Users, default)).Select(u => u.Value).Order(StringComparer.Ordinal)));
            text.AppendLine(Json(await store.SearchAsync(user, "apple", null, null, 200, default)));
            text.AppendLine(Json(await store.SearchAsync(user, "b", rooms[0], null, 3, default)));
            foreach (var news in (await store.SyncAsync(user, rooms.ToDictionary(r => r, _ => 3L), 40, default)).OrderBy(n => n.Room.Value, StringComparer.Ordinal))
                text.AppendLine(CultureInfo.InvariantCulture, $"{news.Room} {news.Head} {news.Truncated} {string.Join(' ', news.Events.Select(e => e.Seq))}");
        }

        return text.ToString();
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);

    /// <summary>Makes entries as rooms' owners do, and some that only another owner would.</summary>
    private sealed class Script(int seed)
    {
        private static readonly string[] Words = ["apple", "banana", "Ärger", "b'c", "x"];
        private readonly Random _random = new(seed);
        private readonly List<MessageId> _messages = [];
        private readonly Dictionary<RoomId, long> _heads = [];
        private readonly HashSet<(RoomId, UserId, string)> _sent = [];
        private int _at;

        public List<RoomId> Rooms { get; } = [];

        public List<JournalEntry> Batch()
        {
            var entries = new List<JournalEntry>();
            if (Rooms.Count < 4)
                entries.Add(Create());
            var touched = new HashSet<RoomId>();
            for (var i = _random.Next(1, 12); i > 0; i--)
            {
                var room = Pick(Rooms);
                if (_random.Next(5) == 0)
                    entries.Add(new SaveMark(ActorRefs.Nobody, room, Pick(Users), _random.Next(30), _random.Next(30)));
                else if (_random.Next(10) == 0)
                    entries.Add(new SaveUser(ActorRefs.Nobody, Pick(Users), Pick(Words), Noon, default));
                else if (touched.Add(room))
                    entries.Add(Append(room));
            }

            return entries;
        }

        private AppendEvents Create()
        {
            var room = RoomId.New(Noon.AddMinutes(Rooms.Count));
            var pair = Rooms.Count == 3 ? "user0|user1" : null;
            Rooms.Add(room);
            _heads[room] = 2;
            return new AppendEvents(
                ActorRefs.Nobody, room, 0, [Joined(room, Users[0], "owner"), Joined(room, Users[1], "member")],
                new NewRoom(pair is null ? "channel" : "direct", pair is null ? $"Room {Rooms.Count}" : "", "", pair));
        }

        // Now and then as an owner that another one has overtaken.
        private AppendEvents Append(RoomId room)
        {
            var after = _heads[room];
            if (_random.Next(15) == 0)
                return new AppendEvents(ActorRefs.Nobody, room, after + 1, [Joined(room, Users[0], "never")]);
            var events = Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Event(room)).ToArray();
            foreach (var e in events)
            {
                if (e is not ChatMessage m || _sent.Add((room, m.By, m.Key)))
                    _heads[room]++;
            }

            return new AppendEvents(ActorRefs.Nobody, room, after, events);
        }

        private RoomEvent Event(RoomId room)
        {
            var (at, by) = (Noon.AddSeconds(++_at), Pick(Users));
            return _random.Next(13) switch
            {
                0 when _messages.Count > 0 => new ChatEdited(Pick(_messages), $"{Pick(Words)} edited") { Room = room, At = at, By = by },
                1 when _messages.Count > 0 => new ChatDeleted(Pick(_messages)) { Room = room, At = at, By = by },
                2 or 3 when _messages.Count > 0 => new ChatReacted(Pick(_messages), Pick(Words), _random.Next(3) > 0) { Room = room, At = at, By = by },
                4 when _messages.Count > 0 => new ChatPinned(Pick(_messages), _random.Next(2) == 0) { Room = room, At = at, By = by },
                12 when _messages.Count > 0 => new ChatPreviewed(Pick(_messages), _random.Next(3) switch { 0 => null, 1 => [], _ => [new LinkPreview("https://example.com/", Pick(Words))] }) { Room = room, At = at, By = by },
                5 => Joined(room, Pick(Users), _random.Next(2) == 0 ? "admin" : "member"),
                6 => new ChatLeft(Pick(Users)) { Room = room, At = at, By = by },
                7 => new ChatUpdated(_random.Next(2) == 0 ? Pick(Words) : null, Pick(Words), new Dictionary<UserId, string> { [Pick(Users)] = "admin" }) { Room = room, At = at, By = by },
                _ => Message(room, at, by),
            };
        }

        private ChatMessage Message(RoomId room, DateTimeOffset at, UserId by)
        {
            var id = MessageId.New(at);
            _messages.Add(id);
            var mentions = _random.Next(3) == 0 ? new[] { Pick(Users), Pick(Users) } : null;
            return new ChatMessage(id, $"key{_random.Next(60)}", $"{Pick(Words)} {Pick(Words)}", null, null, mentions) { Room = room, At = at, By = by };
        }

        private static ChatJoined Joined(RoomId room, UserId user, string role) => new(user, role) { Room = room, At = Noon, By = user };

        private T Pick<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];
    }
}
