using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Sessions;
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
        Memory.OpenRoom("group", [Alice, Bob]);
        Ask(new ChatRoomsRequest());

        Assert.Equal(
            """{"type":"chat.rooms","data":{"ref":"1","rooms":[{"id":"room-1","kind":"group","name":"Name","topic":"","members":2,"role":"owner","head":2,"read":2,"unread":0,"mentions":0}]}}""",
            Expect().ToString());
    }

    [Theory]
    [InlineData("group", "alice", null)]
    [InlineData("channel", "carol", null)]
    [InlineData("group", "carol", "not-found")]
    [InlineData("direct", "carol", "not-found")]
    [InlineData(null, "alice", "not-found")]
    public void Should_show_history_to_members_and_of_channels_to_all(string? kind, string user, string? error)
    {
        if (kind is not null)
        {
            Memory.OpenRoom(kind, [Alice, Bob]);
            Memory.Say(MessageOfBob, Bob);
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
    [InlineData("group", "carol", "not-found")]
    [InlineData("direct", "carol", "not-found")]
    [InlineData(null, "alice", "not-found")]
    public void Should_show_members_to_members_and_of_channels_to_all(string? kind, string user, string? error)
    {
        if (kind is not null)
            Memory.OpenRoom(kind, [Alice, Bob]);
        Memory.Name(Alice, "Alice");
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
        Memory.OpenRoom("channel", [Alice, Bob, .. Enumerable.Range(2, total - 2).Select(i => new UserId($"u{i}"))]);
        Memory.Name(Bob, "Bob");
        Memory.FillUp(200);
        Memory.Commit(new SaveMark(ActorRefs.Nobody, Id, Bob, 150, 160));
        Ask(new ChatMembersRequest(Id, After: Alice, Limit: 1), new(user));

        Assert.Equal(
            $$$"""{"type":"chat.members","data":{"ref":"1","room":"room-1","members":[{"user":"bob","name":"Bob","role":"member"{{{marks}}}}],"total":{{{total}}},"more":{{{(total > 2 ? "true" : "false")}}},"head":200}}""",
            Expect().ToString());
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

        Owners.ExpectMsg(new MarkDelivered(Id, Alice, 450));
        Owners.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_let_a_connection_watch_a_channel()
    {
        Memory.OpenRoom("channel", [Alice]);
        Memory.FillUp(9);
        Ask(new ChatWatchRequest(Id), Carol);

        var watch = Connection.ExpectMsg<FollowTopic>();
        Assert.Equal((Topic.Of(Id), 9L, """{"type":"chat.watching","data":{"ref":"1","room":"room-1","head":9}}"""), (watch.Topic, watch.Head, watch.First.ToString()));

        Ask(new ChatUnwatchRequest(Id), Carol);
        Assert.Equal("""{"type":"chat.unwatched","data":{"ref":"1","room":"room-1"}}""", Connection.ExpectMsg<UnfollowTopic>().Last.ToString());
    }

    [Fact]
    public void Should_not_touch_what_a_member_follows_anyway()
    {
        Memory.OpenRoom("channel", [Alice]);
        Memory.FillUp(9);
        Ask(new ChatWatchRequest(Id));
        Assert.Equal("chat.watching", Parse(Expect()).Type);

        Ask(new ChatUnwatchRequest(Id));
        Assert.Equal("chat.unwatched", Parse(Expect()).Type);
    }

    [Fact]
    public void Should_not_let_anybody_watch_a_group()
    {
        Memory.OpenRoom("group", [Alice]);
        Ask(new ChatWatchRequest(Id), Carol);

        Assert.Equal("not-found room", ExpectError());
    }

    [Fact]
    public void Should_answer_directory_and_search()
    {
        Memory.OpenRoom("group", [Alice, Bob]);
        Memory.Say(MessageOfBob, Bob);
        Memory.OpenRoom("channel", [Bob], new RoomId("room-2"));
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

    // One that is told whole, and one that has too much of it.
    private void MakeTwoRoomsWithNews()
    {
        Memory.OpenRoom("group", [Alice, Bob]);
        Memory.FillUp(450);
        Memory.OpenRoom("group", [Alice, Bob], new RoomId("room-2"));
        Memory.FillUp(5_000, new RoomId("room-2"));
    }
}
