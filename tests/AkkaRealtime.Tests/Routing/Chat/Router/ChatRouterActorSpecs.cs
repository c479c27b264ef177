using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Router;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Router;

public sealed class ChatRouterActorSpecs : VirtualTimeSpec
{
    private readonly SpecStore _memory = new();
    private readonly SlowReads _store;
    private readonly TestProbe _rooms;
    private readonly TestProbe _mediator;
    private readonly TestProbe _connection;
    private readonly IActorRef _router;

    public ChatRouterActorSpecs(ITestOutputHelper output)
        : base(output)
    {
        _rooms = CreateTestProbe("rooms");
        _mediator = CreateTestProbe("mediator");
        _connection = CreateTestProbe("connection");
        IActorRef mediator = _mediator;
        _store = new SlowReads(_memory.Chat, _memory.Engine.Log, _memory.Users);
        _router = Sys.ActorOf(ChatRouterActor.Props(
            new ChatReader(_store, () => _rooms, TestMetrics.Instance, NullLogger.Instance),
            () => _rooms,
            context => new TopicPublisher(context, mediator, null),
            Time,
            TestMetrics.Instance,
            NullLogger.Instance));
    }

    [Fact]
    public void Should_hand_a_command_to_the_rooms_owner_with_the_connection_as_sender()
    {
        var send = new ChatSendRequest(Id, "k1", "hi");
        Ask(send);

        Assert.Equal(new RoomRequest(Id, Caller(Alice), "1", send), _rooms.ExpectMsg<RoomRequest>());
        Assert.Equal(_connection.Ref, _rooms.LastSender);
    }

    [Fact]
    public void Should_create_each_room_under_a_new_id()
    {
        Ask(new ChatCreateRequest("group", "Team"));
        Ask(new ChatCreateRequest("group", "Team"));

        Assert.NotEqual(_rooms.ExpectMsg<CreateRoom>().Room, _rooms.ExpectMsg<CreateRoom>().Room);
        Assert.Equal(_connection.Ref, _rooms.LastSender);
    }

    [Fact]
    public void Should_answer_with_the_direct_room_that_is_there()
    {
        _memory.OpenRoom("direct", [Alice, Bob]);
        Ask(new ChatDirectRequest(Bob));

        Assert.Equal(("chat.room", "room-1"), Shown(Expect()));
        _rooms.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_have_a_direct_room_made_where_there_is_none()
    {
        Ask(new ChatDirectRequest(Bob));

        var open = _rooms.ExpectMsg<OpenPair>();
        Assert.Equal((Bob, "1", null), (open.Other, open.Ref, open.Token));
        Assert.Equal(_connection.Ref, _rooms.LastSender);
    }

    [Fact]
    public void Should_refuse_a_direct_room_with_oneself()
    {
        Ask(new ChatDirectRequest(Alice));

        Assert.Equal("bad-request user", ExpectError());
    }

    [Fact]
    public void Should_open_a_direct_room_for_a_call()
    {
        _memory.OpenRoom("direct", [Alice, Bob]);
        _router.Tell(new OpenDirectRoom(Caller(Alice), Bob, "t"), _connection);
        Assert.Equal(new DirectRoom("t", Id, null), _connection.ExpectMsg<DirectRoom>());

        _router.Tell(new OpenDirectRoom(Caller(Alice), Carol, "t2"), _connection);
        Assert.Equal("t2", _rooms.ExpectMsg<OpenPair>().Token);
        Assert.Equal(_connection.Ref, _rooms.LastSender);

        _router.Tell(new OpenDirectRoom(Caller(Alice), Alice, "t3"), _connection);
        Assert.Equal(ErrorCode.BadRequest, _connection.ExpectMsg<DirectRoom>().Error?.Code);
    }

    [Fact]
    public void Should_name_a_new_connection_its_rooms()
    {
        _memory.OpenRoom("group", [Alice, Bob]);
        _memory.FillUp(9);
        _router.Tell(new GetMemberships(Alice, new("s1")), _connection);

        Assert.Equal([new RoomHead(Id, 9)], _connection.ExpectMsg<Memberships>().Rooms!);
    }

    [Fact]
    public void Should_tell_a_new_connection_to_ask_again_while_the_store_is_down()
    {
        _store.Down = true;
        _router.Tell(new GetMemberships(Alice, new("s1")), _connection);

        Assert.Equal(new Memberships(new("s1"), null), _connection.ExpectMsg<Memberships>());
    }

    [Fact]
    public void Should_list_the_rooms_of_a_user()
    {
        _memory.OpenRoom("group", [Alice, Bob]);
        Ask(new ChatRoomsRequest());

        Assert.Equal(
            """{"type":"chat.rooms","data":{"ref":"1","rooms":[{"id":"room-1","kind":"group","name":"Name","topic":"","members":2,"role":"owner","head":2,"read":2,"unread":0,"mentions":0}]}}""",
            Expect().ToString());
    }

    [Theory]
    [InlineData("group", "alice", null)]
    [InlineData("channel", "carol", null)]
    [InlineData("group", "carol", "forbidden")]
    [InlineData("direct", "carol", "forbidden")]
    [InlineData(null, "alice", "not-found")]
    public void Should_show_history_to_members_and_of_channels_to_all(string? kind, string user, string? error)
    {
        if (kind is not null)
        {
            _memory.OpenRoom(kind, [Alice, Bob]);
            _memory.Say(MessageOfBob, Bob);
        }

        Ask(new ChatHistoryRequest(Id), new(user));

        if (error is not null)
            Assert.Equal(error, ExpectError().Split(' ')[0]);
        else
            Assert.StartsWith("""{"type":"chat.history","data":{"ref":"1","room":"room-1","messages":[{"id":"message-1",""", Expect().ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("group", "alice", null)]
    [InlineData("channel", "carol", null)]
    [InlineData("group", "carol", "forbidden")]
    [InlineData("direct", "carol", "forbidden")]
    [InlineData(null, "alice", "not-found")]
    public void Should_show_members_to_members_and_of_channels_to_all(string? kind, string user, string? error)
    {
        if (kind is not null)
            _memory.OpenRoom(kind, [Alice, Bob]);
        _memory.Name(Alice, "Alice");
        Ask(new ChatMembersRequest(Id), new(user));

        if (error is not null)
            Assert.Equal(error, ExpectError().Split(' ')[0]);
        else
            Assert.StartsWith("""{"type":"chat.members","data":{"ref":"1","room":"room-1","members":[{"user":"alice","name":"Alice",""", Expect().ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice", 100, ""","read":150,"delivered":160""")]
    [InlineData("alice", 101, "")]
    [InlineData("carol", 2, "")]
    public void Should_show_marks_to_members_of_small_rooms_only(string user, int total, string marks)
    {
        _memory.OpenRoom("channel", [Alice, Bob, .. Enumerable.Range(2, total - 2).Select(i => new UserId($"u{i}"))]);
        _memory.Name(Bob, "Bob");
        _memory.FillUp(200);
        _memory.Commit(new SaveMark(ActorRefs.Nobody, Id, Bob, 150, 160));
        Ask(new ChatMembersRequest(Id, After: Alice, Limit: 1), new(user));

        Assert.Equal(
            $$$"""{"type":"chat.members","data":{"ref":"1","room":"room-1","members":[{"user":"bob","name":"Bob","role":"member"{{{marks}}}}],"total":{{{total}}},"more":{{{(total > 2 ? "true" : "false")}}},"head":200}}""",
            Expect().ToString());
    }

    [Fact]
    public void Should_say_unavailable_while_the_store_is_down()
    {
        _store.Down = true;
        Ask(new ChatRoomsRequest());

        Assert.Equal("unavailable ", ExpectError());
    }

    [Fact]
    public void Should_page_what_a_sync_missed_and_say_when_it_is_done()
    {
        MakeTwoRoomsWithNews();
        Ask(new ChatSyncRequest(new Dictionary<RoomId, long> { [Id] = 0, [new("room-2")] = 0 }));

        foreach (var (from, count) in new[] { (1, 200), (201, 200), (401, 50) })
        {
            var (type, data) = Parse(Expect());
            Assert.Equal(("chat.events", "room-1", 450, false), (type, data.GetProperty("room").GetString(), data.GetProperty("head").GetInt32(), data.GetProperty("truncated").GetBoolean()));
            Assert.False(data.TryGetProperty("ref", out _));
            Assert.Equal(Enumerable.Range(from, count), data.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("data").GetProperty("seq").GetInt32()));
        }

        Assert.Equal("""{"type":"chat.events","data":{"room":"room-2","events":[],"head":5000,"truncated":true}}""", Expect().ToString());
        Assert.Equal("""{"type":"chat.synced","data":{"ref":"1"}}""", Expect().ToString());
    }

    [Fact]
    public void Should_tell_the_owner_what_a_sync_delivered_but_not_where_it_was_truncated()
    {
        MakeTwoRoomsWithNews();
        Ask(new ChatSyncRequest(new Dictionary<RoomId, long> { [Id] = 0, [new("room-2")] = 0 }));

        _rooms.ExpectMsg(new MarkDelivered(Id, Alice, 450));
        _rooms.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_let_a_connection_watch_a_channel()
    {
        _memory.OpenRoom("channel", [Alice]);
        _memory.FillUp(9);
        Ask(new ChatWatchRequest(Id), Carol);

        var watch = _connection.ExpectMsg<FollowTopic>();
        Assert.Equal((Topic.Of(Id), 9L, """{"type":"chat.watching","data":{"ref":"1","room":"room-1","head":9}}"""), (watch.Topic, watch.Head, watch.First.ToString()));

        Ask(new ChatUnwatchRequest(Id), Carol);
        Assert.Equal("""{"type":"chat.unwatched","data":{"ref":"1","room":"room-1"}}""", _connection.ExpectMsg<UnfollowTopic>().Last.ToString());
    }

    [Fact]
    public void Should_not_touch_what_a_member_follows_anyway()
    {
        _memory.OpenRoom("channel", [Alice]);
        _memory.FillUp(9);
        Ask(new ChatWatchRequest(Id));
        Assert.Equal("chat.watching", Parse(Expect()).Type);

        Ask(new ChatUnwatchRequest(Id));
        Assert.Equal("chat.unwatched", Parse(Expect()).Type);
    }

    [Fact]
    public void Should_not_let_anybody_watch_a_group()
    {
        _memory.OpenRoom("group", [Alice]);
        Ask(new ChatWatchRequest(Id), Carol);

        Assert.Equal("forbidden ", ExpectError());
    }

    [Fact]
    public void Should_answer_directory_and_search()
    {
        _memory.OpenRoom("group", [Alice, Bob]);
        _memory.Say(MessageOfBob, Bob);
        _memory.OpenRoom("channel", [Bob], new RoomId("room-2"));
        Ask(new ChatDirectoryRequest());
        Assert.Equal(("chat.directory", 1), (Parse(Expect(out var directory)).Type, Parse(directory).Data.GetProperty("rooms").GetArrayLength()));

        Ask(new ChatSearchRequest("text"));
        var (type, data) = Parse(Expect());
        Assert.Equal(("chat.found", "room-1", "message-1", false), (
            type,
            data.GetProperty("hits")[0].GetProperty("room").GetString(),
            data.GetProperty("hits")[0].GetProperty("message").GetProperty("id").GetString(),
            data.GetProperty("more").GetBoolean()));
    }

    [Fact]
    public void Should_hold_one_connections_reads_to_their_share()
    {
        _store.Gate = new TaskCompletionSource();
        for (var i = 0; i < 17; i++)
            Ask(new ChatRoomsRequest());
        Assert.Equal("rate-limited ", ExpectError());

        _store.Gate.SetResult();

        Assert.All(_connection.ReceiveN(16), m => Assert.Equal("chat.rooms", Parse((EncodedEnvelope)m).Type));
        Ask(new ChatRoomsRequest());
        Assert.Equal("chat.rooms", Parse(Expect()).Type);
    }

    [Fact]
    public void Should_keep_the_reads_under_way_bounded_and_the_others_waiting()
    {
        _store.Gate = new TaskCompletionSource();
        for (var i = 0; i < 40; i++)
            _router.Tell(new ClientRequest(Caller(Alice, $"s{i}"), "1", new ChatRoomsRequest()), _connection);
        AwaitAssert(() => Assert.Equal(32, _store.Reads));

        _store.Gate.SetResult();

        Assert.All(_connection.ReceiveN(40), m => Assert.Equal("chat.rooms", Parse((EncodedEnvelope)m).Type));
    }

    [Fact]
    public void Should_broadcast_while_a_storm_of_reads_waits()
    {
        _store.Gate = new TaskCompletionSource();
        for (var i = 0; i < 1_000; i++)
            _router.Tell(new ClientRequest(Caller(Alice, $"s{i}"), "1", new ChatRoomsRequest()), _connection);
        var publication = new Publication(Topic.Of(Id), 3, new EncodedEnvelope("{}"u8.ToArray()));
        _router.Tell(new Broadcast([new Address("akka.tcp", "akkarealtime", "127.0.0.1", 4_000)], [publication]), _connection);

        var publish = _mediator.ExpectMsg<Akka.Cluster.Tools.PublishSubscribe.Publish>();

        Assert.Equal([publication], Assert.IsType<PublicationBatch>(publish.Message).Publications);
        _store.Gate.SetResult();
        Assert.All(_connection.ReceiveN(1_000), m => Assert.Equal("chat.rooms", Parse((EncodedEnvelope)m).Type));
    }

    [Fact]
    public void Should_answer_a_connection_in_the_order_it_asked()
    {
        _memory.OpenRoom("channel", [Alice]);
        _memory.FillUp(9);
        for (var i = 0; i < 5; i++)
        {
            Ask(new ChatWatchRequest(Id), Carol);
            Ask(new ChatUnwatchRequest(Id), Carol);
        }

        for (var i = 0; i < 5; i++)
        {
            _connection.ExpectMsg<FollowTopic>();
            _connection.ExpectMsg<UnfollowTopic>();
        }
    }

    [Fact]
    public void Should_publish_what_an_owner_broadcasts_to_the_interested_nodes()
    {
        var node = new Address("akka.tcp", "akkarealtime", "127.0.0.1", 4_000);
        var publication = new Publication(Topic.Of(Id), 3, new EncodedEnvelope("{}"u8.ToArray()));
        _router.Tell(new Broadcast([node], [publication]), _connection);

        var publish = _mediator.ExpectMsg<Akka.Cluster.Tools.PublishSubscribe.Publish>();
        Assert.Equal("node/127.0.0.1:4000", publish.Topic);
        Assert.Equal([publication], Assert.IsType<PublicationBatch>(publish.Message).Publications);
    }

    // One that is told whole, and one that has too much of it.
    private void MakeTwoRoomsWithNews()
    {
        _memory.OpenRoom("group", [Alice, Bob]);
        _memory.FillUp(450);
        _memory.OpenRoom("group", [Alice, Bob], new RoomId("room-2"));
        _memory.FillUp(5_000, new RoomId("room-2"));
    }

    private static (string Type, System.Text.Json.JsonElement Data) Parse(EncodedEnvelope envelope)
    {
        var root = System.Text.Json.JsonDocument.Parse(envelope.Utf8).RootElement;
        return (root.GetProperty("type").GetString()!, root.GetProperty("data"));
    }

    private static (string Type, string? Room) Shown(EncodedEnvelope envelope) =>
        (Parse(envelope).Type, Parse(envelope).Data.GetProperty("room").GetProperty("id").GetString());

    private void Ask(IChatRequest request, UserId? by = null) => _router.Tell(new ClientRequest(Caller(by ?? Alice), "1", request), _connection);

    private EncodedEnvelope Expect() => _connection.ExpectMsg<EncodedEnvelope>();

    private EncodedEnvelope Expect(out EncodedEnvelope envelope) => envelope = Expect();

    private string ExpectError()
    {
        var (type, data) = Parse(Expect());
        Assert.Equal("error", type);
        return $"{data.GetProperty("code").GetString()} {(data.TryGetProperty("field", out var field) ? field.GetString() : "")}";
    }
}
