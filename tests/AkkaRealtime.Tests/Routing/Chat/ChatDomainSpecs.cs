using System.Threading.Channels;
using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Storage.Sqlite;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat;

/// <summary>The whole domain on a node of its own: router, region, mediator, relay and SQLite; connections are probes.</summary>
public sealed class ChatDomainSpecs(ITestOutputHelper output) : NodeSpec(output)
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"chat-{Guid.NewGuid():n}");
    private SqliteStorage _storage = null!;
    private IActorRef _router = null!;
    private IActorRef _rooms = null!;
    private IActorRef _relay = null!;
    private IActorRef _users = null!;
    private int _ref;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _storage = SqliteStorage.Open(_directory, TestMetrics.Instance, TimeProvider.System, NullLogger.Instance);
        _users = CreateTestProbe("users");
        _router = Sys.ActorOf(ChatRouterActor.Props(
            _storage.Store, () => _rooms, c => new TopicPublisher(c, Mediator, Cluster), TimeProvider.System, TestMetrics.Instance, NullLogger.Instance));
        var needs = new RoomDependencies(
            _storage.Store, _storage.Files, _storage.Journal, _router, () => _rooms, () => _users, Cluster.SelfAddress, TimeProvider.System, TestMetrics.Instance, NullLogger.Instance);
        _rooms = StartRegion<IRoomCommand>("rooms", id => RoomActor.Props(new RoomId(id), needs), command => command.Room.Value);
        _relay = Sys.ActorOf(RelayActor.Props(new RelaySettings(
            Cluster.SelfAddress,
            Mediator,
            _ => _rooms,
            (room, after, upTo) => _storage.Store.EventsAsync(room, after, upTo, TopicLimits.Missed, CancellationToken.None),
            room => _storage.Store.LoadRoomAsync(room, CancellationToken.None),
            TestMetrics.Instance,
            NullLogger.Instance,
            Cluster)));
    }

    public override async Task DisposeAsync()
    {
        await Sys.Terminate();
        _storage.Dispose();
        Directory.Delete(_directory, recursive: true);
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Should_bring_a_message_from_the_sender_through_the_store_to_who_follows_the_room()
    {
        var room = await Create("group", Bob);
        var bob = new OutboxProbe();
        _relay.Tell(new Subscribe([new(Topic.Of(room), 2)], Bob, bob));

        var sent = await Ask(Alice, new SendRequest(room, "k1", "hi"));

        Assert.Equal(("chat.sent", 3L, false), (sent.Type, sent.Long("seq"), sent.Bool("duplicate")));
        Assert.Contains("\"text\":\"hi\"", await bob.NextAsync(), StringComparison.Ordinal);
        var history = await Ask(Bob, new HistoryRequest(room));
        Assert.Equal(sent.Text("id"), history.Data.GetProperty("messages")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Should_store_a_key_once_over_a_restart_of_the_owner()
    {
        var room = await Create("group", Bob);
        var first = await Ask(Alice, new SendRequest(room, "k1", "hi"));
        var owner = await Sys.ActorSelection($"/system/sharding/rooms/*/{room}").ResolveOne(Patient.Wait);
        await WatchAsync(owner);
        owner.Tell(PoisonPill.Instance);
        await ExpectTerminatedAsync(owner, Patient.Wait);

        // Before the shard has noticed, it still tells the one that is gone.
        Reply again = null!;
        await AwaitAssertAsync(async () => again = await Ask(Alice, new SendRequest(room, "k1", "hi"), TimeSpan.FromSeconds(1)), Patient.Wait);

        Assert.Equal((first.Long("seq"), first.Text("id"), true), (again.Long("seq"), again.Text("id"), again.Bool("duplicate")));
        Assert.Equal(3, (await Ask(Alice, new HistoryRequest(room))).Long("head"));
    }

    [Fact]
    public async Task Should_give_many_senders_one_order_without_gaps()
    {
        var room = await Create("channel");
        var users = Enumerable.Range(0, 20).Select(i => new UserId($"u{i}")).ToList();
        await Ask(Alice, new InviteRequest(room, users));

        var sent = await Task.WhenAll(users.SelectMany(u => Enumerable.Range(0, 10).Select(i => Ask(u, new SendRequest(room, $"{u}-{i}", "x")))));

        Assert.Equal(Enumerable.Range(22, 200).Select(i => (long)i), sent.Select(s => s.Long("seq")).Order());
    }

    [Fact]
    public async Task Should_show_messages_as_they_stand_after_edits_reactions_pins_and_deletes()
    {
        var room = await Create("group", Bob);
        var one = new MessageId((await Ask(Alice, new SendRequest(room, "k1", "one"))).Text("id"));
        var two = new MessageId((await Ask(Bob, new SendRequest(room, "k2", "two", ReplyTo: one, Thread: one, Mentions: [Alice]))).Text("id"));
        Assert.Equal(5, (await Ask(Alice, new EditRequest(room, one, "changed"))).Long("seq"));
        Assert.Equal(6, (await Ask(Bob, new ReactRequest(room, one, "👍", true))).Long("seq"));
        Assert.Equal(6, (await Ask(Bob, new ReactRequest(room, one, "👍", true))).Long("seq"));
        Assert.Equal(7, (await Ask(Bob, new PinRequest(room, one, true))).Long("seq"));
        Assert.Equal(8, (await Ask(Alice, new DeleteRequest(room, two))).Long("seq"));

        var messages = (await Ask(Alice, new HistoryRequest(room))).Data.GetProperty("messages");

        Assert.Equal("changed", messages[0].GetProperty("text").GetString());
        Assert.Equal("bob", messages[0].GetProperty("reactions").GetProperty("👍")[0].GetString());
        Assert.True(messages[1].GetProperty("deleted").GetBoolean());
        Assert.Equal("conflict", (await Ask(Bob, new EditRequest(room, two, "x"))).Text("code"));
    }

    [Fact]
    public async Task Should_open_one_direct_room_for_a_pair_however_many_ask_at_once()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => i % 2 == 0
            ? Ask(Alice, new DirectRequest(Bob))
            : Ask(Bob, new DirectRequest(Alice))));

        Assert.All(opened, o => Assert.Equal("chat.room", o.Type));
        Assert.Single(opened.Select(o => o.Data.GetProperty("room").GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task Should_count_unread_and_mentions_and_clear_them_by_reading()
    {
        var room = await Create("group", Bob);
        await Ask(Alice, new SendRequest(room, "k1", "one"));
        await Ask(Alice, new SendRequest(room, "k2", "@bob", Mentions: [Bob]));
        Assert.Equal((2L, 1L), await UnreadOf(Bob));
        Assert.Equal((0L, 0L), await UnreadOf(Alice));

        Assert.Equal(4, (await Ask(Bob, new ReadRequest(room, 4))).Long("seq"));

        Assert.Equal((0L, 0L), await UnreadOf(Bob));
    }

    [Fact]
    public async Task Should_sync_what_was_missed_as_it_went_out()
    {
        var room = await Create("group", Bob);
        await Ask(Alice, new SendRequest(room, "k1", "one"));
        await Ask(Alice, new SendRequest(room, "k2", "two"));
        var probe = CreateTestProbe();
        _router.Tell(new ClientRequest(Caller(Bob), "9", new SyncRequest(new Dictionary<RoomId, long> { [room] = 3 })), probe);

        var events = new Reply(await probe.ExpectMsgAsync<EncodedEnvelope>(Patient.Wait));
        Assert.Equal(("chat.events", 4L), (events.Type, events.Long("head")));
        var e = Assert.Single(events.Data.GetProperty("events").EnumerateArray());
        Assert.Equal(("chat.message", "two"), (e.GetProperty("type").GetString(), e.GetProperty("data").GetProperty("text").GetString()));
        Assert.Equal("chat.synced", new Reply(await probe.ExpectMsgAsync<EncodedEnvelope>(Patient.Wait)).Type);
    }

    [Fact]
    public async Task Should_take_who_was_removed_off_the_room_after_their_last_event()
    {
        var room = await Create("group", Bob);
        var (alice, bob) = (new OutboxProbe(), new OutboxProbe());
        _relay.Tell(new Subscribe([new(Topic.Of(room), 2)], Alice, alice));
        _relay.Tell(new Subscribe([new(Topic.Of(room), 2)], Bob, bob));

        await Ask(Alice, new RemoveRequest(room, [Bob]));
        await Ask(Alice, new SendRequest(room, "k1", "without bob"));

        Assert.Contains("chat.left", await alice.NextAsync(), StringComparison.Ordinal);
        Assert.Contains("without bob", await alice.NextAsync(), StringComparison.Ordinal);
        Assert.Contains("chat.left", await bob.NextAsync(), StringComparison.Ordinal);
        Assert.False(bob.HasMore);
        Assert.Equal("forbidden", (await Ask(Bob, new SendRequest(room, "k2", "x"))).Text("code"));
        Assert.Equal("forbidden", (await Ask(Bob, new HistoryRequest(room))).Text("code"));
    }

    [Fact]
    public async Task Should_find_and_join_a_channel()
    {
        var room = await Create("channel");
        var found = await Ask(Bob, new DirectoryRequest("nam"));
        Assert.Equal(room.Value, Assert.Single(found.Data.GetProperty("rooms").EnumerateArray()).GetProperty("id").GetString());

        var joined = await Ask(Bob, new JoinRequest(room));

        Assert.Equal(("chat.room", 2), (joined.Type, joined.Data.GetProperty("room").GetProperty("members").GetInt32()));
        Assert.Empty((await Ask(Bob, new DirectoryRequest())).Data.GetProperty("rooms").EnumerateArray());
        Assert.Equal("chat.left", (await Ask(Bob, new LeaveRequest(room))).Type);
    }


    private async Task<RoomId> Create(string kind, params UserId[] members)
    {
        var created = await Ask(Alice, new CreateRequest(kind, "Name", members));
        return new RoomId(created.Data.GetProperty("room").GetProperty("id").GetString()!);
    }

    private async Task<(long Unread, long Mentions)> UnreadOf(UserId user)
    {
        var view = (await Ask(user, new RoomsRequest())).Data.GetProperty("rooms")[0];
        return (view.GetProperty("unread").GetInt64(), view.GetProperty("mentions").GetInt64());
    }

    // The one reply, as a connection of its own would get it.
    private async Task<Reply> Ask(UserId user, IChatRequest request, TimeSpan? patience = null)
    {
        var @ref = $"{Interlocked.Increment(ref _ref)}";
        var reply = await _router.Ask<EncodedEnvelope>(new ClientRequest(Caller(user, @ref), @ref, request), patience ?? Patient.Wait);
        return new Reply(reply);
    }

    private sealed class Reply
    {
        public Reply(EncodedEnvelope envelope)
        {
            var root = System.Text.Json.JsonDocument.Parse(envelope.Utf8).RootElement;
            Type = root.GetProperty("type").GetString()!;
            Data = root.GetProperty("data");
        }

        public string Type { get; }

        public System.Text.Json.JsonElement Data { get; }

        public long Long(string name) => Data.GetProperty(name).GetInt64();

        public string Text(string name) => Data.GetProperty(name).GetString()!;

        public bool Bool(string name) => Data.GetProperty(name).GetBoolean();
    }

    // A connection's way out: the frames' payloads as text.
    private sealed class OutboxProbe : IOutbox
    {
        private readonly Channel<string> _texts = Channel.CreateBounded<string>(1_000);

        public bool HasMore => _texts.Reader.TryPeek(out _);

        public bool Write(EncodedEnvelope envelope) => _texts.Writer.TryWrite(envelope.ToString());

        public void Deliver(in SharedFrames frames)
        {
            var rest = frames.Bytes;
            while (!rest.IsEmpty)
            {
                var length = rest.Span[1] & 0x7F;
                var header = 2;
                if (length == 126)
                {
                    length = (rest.Span[2] << 8) | rest.Span[3];
                    header = 4;
                }

                _texts.Writer.TryWrite(System.Text.Encoding.UTF8.GetString(rest.Span.Slice(header, length)));
                rest = rest[(header + length)..];
            }
        }

        public async Task<string> NextAsync() => await _texts.Reader.ReadAsync().AsTask().WaitAsync(Patient.Wait);
    }
}
