using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Router;

/// <summary>What is answered from the store.</summary>
public sealed class ChatReaderSpecs(ITestOutputHelper output) : ChatRouterSpec(output)
{
    [Fact]
    public void Should_list_the_rooms_of_a_user()
    {
        Store.Views[(Alice, Id)] = View("group", "owner");
        Ask(new ChatRoomsRequest());

        Assert.Equal(
            """{"type":"chat.rooms","data":{"ref":"1","rooms":[{"id":"room-1","kind":"group","name":"Name","topic":"","members":2,"role":"owner","head":9,"read":0,"unread":0,"mentions":0}]}}""",
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
            Store.Snapshots[Id] = new RoomSnapshot(Id, kind, "Name", "", 9, Noon, [new(Alice, "member", 1, 0, 0)]);
        Store.Messages[MessageOfBob] = Message(MessageOfBob, Bob);
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
            Store.Snapshots[Id] = new RoomSnapshot(Id, kind, "Name", "", 9, Noon, [new(Alice, "member", 1, 0, 0)]);
        Store.Members = new MemberPage([new(Alice, "Alice", "owner", 8, 9)], 1, false);
        Ask(new ChatMembersRequest(Id), new(user));

        if (error is not null)
            Assert.Equal(error, ExpectError().Split(' ')[0]);
        else
            Assert.StartsWith("""{"type":"chat.members","data":{"ref":"1","room":"room-1","members":[{"user":"alice","name":"Alice",""", Expect().ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice", 100, ""","read":8,"delivered":9""")]
    [InlineData("alice", 101, "")]
    [InlineData("carol", 2, "")]
    public void Should_show_marks_to_members_of_small_rooms_only(string user, int total, string marks)
    {
        Store.Snapshots[Id] = new RoomSnapshot(Id, "channel", "Name", "", 9, Noon, [new(Alice, "owner", 1, 0, 0)]);
        Store.Members = new MemberPage([new(Bob, "Bob", "member", 8, 9)], total, true);
        Ask(new ChatMembersRequest(Id), new(user));

        Assert.Equal(
            $$$"""{"type":"chat.members","data":{"ref":"1","room":"room-1","members":[{"user":"bob","name":"Bob","role":"member"{{{marks}}}}],"total":{{{total}}},"more":true,"head":9}}""",
            Expect().ToString());
    }

    [Fact]
    public void Should_page_what_a_sync_missed_and_say_when_it_is_done()
    {
        var events = Enumerable.Range(1, 450).Select(i => new StoredEvent(i, new EncodedEnvelope(System.Text.Encoding.UTF8.GetBytes($$$"""{"type":"x","data":{"seq":{{{i}}}}}""")))).ToList();
        Store.News = [new RoomNews(Id, 450, false, events), new RoomNews(new("room-2"), 5_000, true, [])];
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
        Store.News = [new RoomNews(Id, 450, false, []), new RoomNews(new("room-2"), 5_000, true, [])];
        Ask(new ChatSyncRequest(new Dictionary<RoomId, long> { [Id] = 0 }));

        Owners.ExpectMsg(new MarkDelivered(Id, Alice, 450));
        Owners.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_let_a_connection_watch_a_channel()
    {
        Store.Snapshots[Id] = new RoomSnapshot(Id, "channel", "Name", "", 9, Noon, [new(Alice, "owner", 1, 0, 0)]);
        Ask(new ChatWatchRequest(Id), Carol);

        var watch = Connection.ExpectMsg<FollowTopic>();
        Assert.Equal((Topic.Of(Id), 9L, """{"type":"chat.watching","data":{"ref":"1","room":"room-1","head":9}}"""), (watch.Topic, watch.Head, watch.First.ToString()));

        Ask(new ChatUnwatchRequest(Id), Carol);
        Assert.Equal("""{"type":"chat.unwatched","data":{"ref":"1","room":"room-1"}}""", Connection.ExpectMsg<UnfollowTopic>().Last.ToString());
    }

    [Fact]
    public void Should_not_touch_what_a_member_follows_anyway()
    {
        Store.Snapshots[Id] = new RoomSnapshot(Id, "channel", "Name", "", 9, Noon, [new(Alice, "owner", 1, 0, 0)]);
        Ask(new ChatWatchRequest(Id));
        Assert.Equal("chat.watching", Parse(Expect()).Type);

        Ask(new ChatUnwatchRequest(Id));
        Assert.Equal("chat.unwatched", Parse(Expect()).Type);
    }

    [Fact]
    public void Should_not_let_anybody_watch_a_group()
    {
        Store.Snapshots[Id] = new RoomSnapshot(Id, "group", "Name", "", 9, Noon, [new(Alice, "owner", 1, 0, 0)]);
        Ask(new ChatWatchRequest(Id), Carol);

        Assert.Equal("forbidden ", ExpectError());
    }

    [Fact]
    public void Should_answer_directory_and_search()
    {
        Store.Views[(Bob, Id)] = View("channel", null);
        Store.Messages[MessageOfBob] = Message(MessageOfBob, Bob);
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
}
