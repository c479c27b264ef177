using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>Several nodes on one database.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresNodesTests(PostgresCluster cluster) : IDisposable
{
    private static readonly UserId Alice = new("alice");
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly List<TestStore> _nodes = [];

    [SkippableFact]
    public async Task Open_SeveralNodesAtOnceOnAnEmptyDatabase_MakesOneStore()
    {
        await StartAsync(4);

        Assert.Single(_nodes.Select(n => n.Engine.Epoch).Distinct());
    }

    [SkippableFact]
    public async Task Append_AnotherNodeWroteMeanwhile_IsSuperseded()
    {
        await StartAsync(2);
        var room = Create(_nodes[0], "group", null, 1);
        Assert.IsType<EventsAppended>(Commit(_nodes[1], Append(room, 1, "k1")));

        Assert.Equal(new EventsRefused(room, AppendRefusal.Superseded), Commit(_nodes[0], Append(room, 1, "k2")));
        Assert.Equal(2, (await _nodes[0].Chat.LoadRoomAsync(room, CancellationToken.None))!.Head);
    }

    [SkippableFact]
    public async Task Append_KeyThatAnotherNodeStored_IsADuplicate()
    {
        await StartAsync(2);
        var room = Create(_nodes[0], "group", null, 1);
        Commit(_nodes[1], Append(room, 1, "k"));

        Assert.True(Assert.IsType<EventsAppended>(Commit(_nodes[0], Append(room, 2, "k"))).Events[0].Duplicate);
    }

    [SkippableFact]
    public async Task Append_TwoOwnersAtOnce_LeavesNoHoleAndNoDouble()
    {
        await StartAsync(2);
        var room = Create(_nodes[0], "group", null, 1);

        var stored = await Task.WhenAll(_nodes.Select((node, i) => Task.Run(() => AppendAll(node, room, $"node{i}-", 50))));

        var events = await _nodes[0].Engine.Log.EventsAsync(room, 1, long.MaxValue, 1_000, CancellationToken.None);
        Assert.Equal(100, stored.Sum());
        Assert.Equal(Enumerable.Range(2, 100).Select(i => (long)i), events.Select(e => e.Seq));
        Assert.Equal(100, events.Select(e => ((ChatMessage)RoomEventJson.Decode(e.Envelope.Utf8)).Key).Distinct().Count());
    }

    [SkippableFact]
    public async Task Create_SamePairOnTwoNodesAtOnce_MakesOneRoom()
    {
        await StartAsync(2);
        for (var i = 0; i < 20; i++)
        {
            var pair = $"a{i}|b{i}";
            var results = await Task.WhenAll(_nodes.Select((node, n) => Task.Run(() => Commit(node, Creation(RoomId.New(Noon.AddSeconds(i + (n * 1_000))), "direct", pair)))));

            var made = Assert.IsType<EventsAppended>(Assert.Single(results, r => r is EventsAppended));
            Assert.Equal(made.Room, Assert.IsType<EventsRefused>(Assert.Single(results, r => r is EventsRefused)).Existing);
        }
    }

    [SkippableFact]
    public async Task UnseenCalls_TwoNodesSaveCallsOfTheSameUsersAtOnce_AHigherRevisionIsNeverAnOlderCount()
    {
        const int Calls = 60;
        await StartAsync(2);
        UserId[] users = [new("bob"), new("carol"), new("dave")];
        var saving = Task.WhenAll(_nodes.Select((node, n) => Task.Run(() =>
        {
            for (var i = 0; i < Calls; i++)
            {
                var room = RoomId.New(Noon.AddMinutes((2 * i) + n));
                IReadOnlyList<UserId> missed = n == 0 ? users : [.. users.Reverse()];
                Commit(node, new SaveCall(ActorRefs.Nobody, CallId.New(room, Noon), room, false, Noon, missed, "ended"u8.ToArray(), missed));
            }
        })));

        var counted = new List<UnseenCalls>();
        do
        {
            foreach (var node in _nodes)
                counted.Add((await node.Calls.UnseenCallsAsync(users, CancellationToken.None))[users[1]]);
        }
        while (!saving.IsCompleted);
        await saving;
        counted.Add((await _nodes[0].Calls.UnseenCallsAsync(users, CancellationToken.None))[users[1]]);

        Assert.Equal(2 * Calls, counted[^1].Missed);
        Assert.All(counted.GroupBy(c => c.Revision), same => Assert.Single(same.Distinct()));
        Assert.Equal(counted.OrderBy(c => c.Revision).Select(c => c.Missed), counted.Select(c => c.Missed).Order());
    }

    public void Dispose()
    {
        foreach (var node in _nodes)
            node.Dispose();
    }

    private async Task StartAsync(int nodes)
    {
        var database = cluster.NewDatabase();
        _nodes.AddRange(await Task.WhenAll(Enumerable.Range(0, nodes).Select(_ => Task.Run(
            () => TestStore.Postgres(database)))));
    }

    // An owner as the room's actor is one: whoever is superseded loads anew, and tries again.
    private static int AppendAll(TestStore node, RoomId room, string prefix, int count)
    {
        var stored = 0;
        while (stored < count)
        {
            var head = node.Chat.LoadRoomAsync(room, CancellationToken.None).GetAwaiter().GetResult()!.Head;
            if (Commit(node, Append(room, head, prefix + stored)) is EventsAppended { Events: [{ Duplicate: false }] })
                stored++;
        }

        return stored;
    }

    private static RoomId Create(TestStore node, string kind, string? pair, int minute)
    {
        var room = RoomId.New(Noon.AddMinutes(minute));
        Assert.IsType<EventsAppended>(Commit(node, Creation(room, kind, pair)));
        return room;
    }

    private static AppendEvents Creation(RoomId room, string kind, string? pair) =>
        new(ActorRefs.Nobody, room, 0, [new ChatJoined(Alice, "owner") { Room = room, At = Noon, By = Alice }], new NewRoom(kind, "", "", pair));

    private static AppendEvents Append(RoomId room, long after, string key) =>
        new(ActorRefs.Nobody, room, after, [new ChatMessage(MessageId.New(Noon), key, key) { Room = room, At = Noon, By = Alice }]);

    private static JournalResult Commit(TestStore node, JournalEntry entry) => Assert.Single(node.Writer.Commit([entry]));
}
