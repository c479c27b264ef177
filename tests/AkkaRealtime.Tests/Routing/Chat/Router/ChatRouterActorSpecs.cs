using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Router;

/// <summary>Where requests and broadcasts go.</summary>
public sealed class ChatRouterActorSpecs(ITestOutputHelper output) : ChatRouterSpec(output)
{
    [Fact]
    public void Should_hand_a_command_to_the_rooms_owner_with_the_connection_as_sender()
    {
        var send = new ChatSendRequest(Id, "k1", "hi");
        Ask(send);

        Assert.Equal(new RoomRequest(Id, Caller(Alice), "1", send), Owners.ExpectMsg<RoomRequest>());
        Assert.Equal(Connection.Ref, Owners.LastSender);
    }

    [Fact]
    public void Should_create_each_room_under_a_new_id()
    {
        Ask(new ChatCreateRequest("group", "Team"));
        Ask(new ChatCreateRequest("group", "Team"));

        Assert.NotEqual(Owners.ExpectMsg<CreateRoom>().Room, Owners.ExpectMsg<CreateRoom>().Room);
        Assert.Equal(Connection.Ref, Owners.LastSender);
    }

    [Fact]
    public void Should_answer_with_the_direct_room_that_is_there()
    {
        Memory.OpenRoom("direct", [Alice, Bob]);
        Ask(new ChatDirectRequest(Bob));

        Assert.Equal(("chat.room", "room-1"), Shown(Expect()));
        Owners.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_have_a_direct_room_made_where_there_is_none()
    {
        Ask(new ChatDirectRequest(Bob));

        var open = Owners.ExpectMsg<OpenPair>();
        Assert.Equal((Bob, "1", null), (open.Other, open.Ref, open.Token));
        Assert.Equal(Connection.Ref, Owners.LastSender);
    }

    [Fact]
    public void Should_refuse_a_direct_room_with_oneself()
    {
        Ask(new ChatDirectRequest(Alice));

        Assert.Equal("bad-request user", ExpectError());
    }

    [Fact]
    public void Should_refuse_to_name_whom_nobody_has_signed_in_as_where_the_operator_wants_so()
    {
        People.InviteUnknown = false;
        Memory.SignedIn(Bob);

        Ask(new ChatCreateRequest("group", "Team", [Bob, Carol]));
        Assert.Equal("not-found members", ExpectError());
        Ask(new ChatInviteRequest(Id, [Carol]));
        Assert.Equal("not-found users", ExpectError());
        Ask(new ChatDirectRequest(Carol));
        Assert.Equal("not-found user", ExpectError());
        Router.Tell(new OpenDirectRoom(Caller(Alice), Carol, "t"), Connection);
        Assert.Equal(ErrorCode.NotFound, Connection.ExpectMsg<DirectRoom>().Error?.Code);
        Owners.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Ask(new ChatCreateRequest("group", "Team", [Bob]));
        Owners.ExpectMsg<CreateRoom>();
        Assert.Equal(Connection.Ref, Owners.LastSender);
        Ask(new ChatInviteRequest(Id, [Bob]));
        Owners.ExpectMsg<RoomRequest>();
        Ask(new ChatDirectRequest(Bob));
        Owners.ExpectMsg<OpenPair>();
        Ask(new ChatCreateRequest("group", "Alone"));
        Owners.ExpectMsg<CreateRoom>();
    }

    [Fact]
    public void Should_save_what_a_member_sets_and_tell_their_other_connections()
    {
        Memory.OpenRoom("group", [Alice, Bob]);
        Ask(new ChatSettingsRequest(Id, "nothing", Favourite: true));
        var (type, data) = Parse(Expect());
        Assert.Equal(("chat.settings", """{"revision":1,"notify":"nothing","favourite":true}"""), (type, data.GetProperty("settings").GetRawText()));
        var news = Users.ExpectMsg<TellUser>();
        Assert.Equal((Alice, Caller(Alice).Session), (news.User, news.ExceptSession!.Value));
        Assert.Equal("chat.settings", Parse(news.Envelope).Type);

        Ask(new ChatSettingsRequest(Id, Favourite: false, Hidden: 100, Unread: true));
        var head = Memory.Engine.Find(Id)!.Head;
        Assert.Equal($$"""{"revision":2,"notify":"nothing","hidden":{{head}},"unread":true}""", Parse(Expect()).Data.GetProperty("settings").GetRawText());

        Ask(new ChatSettingsRequest(Id, "all"), by: Carol);
        Assert.Equal("not-found room", ExpectError());
        Ask(new ChatSettingsRequest(new RoomId("nowhere"), "all"));
        Assert.Equal("not-found room", ExpectError());
    }

    [Fact]
    public void Should_open_a_direct_room_for_a_call()
    {
        Memory.OpenRoom("direct", [Alice, Bob]);
        Router.Tell(new OpenDirectRoom(Caller(Alice), Bob, "t"), Connection);
        Assert.Equal(new DirectRoom("t", Id, null), Connection.ExpectMsg<DirectRoom>());

        Router.Tell(new OpenDirectRoom(Caller(Alice), Carol, "t2"), Connection);
        Assert.Equal("t2", Owners.ExpectMsg<OpenPair>().Token);
        Assert.Equal(Connection.Ref, Owners.LastSender);

        Router.Tell(new OpenDirectRoom(Caller(Alice), Alice, "t3"), Connection);
        Assert.Equal(ErrorCode.BadRequest, Connection.ExpectMsg<DirectRoom>().Error?.Code);
    }

    [Fact]
    public void Should_name_a_new_connection_its_rooms()
    {
        Memory.OpenRoom("group", [Alice, Bob]);
        Memory.FillUp(9);
        Router.Tell(new GetMemberships(Alice, new("s1")), Connection);

        Assert.Equal([new RoomHead(Id, 9)], Connection.ExpectMsg<Memberships>().Rooms!);
    }

    [Fact]
    public void Should_show_a_connection_the_rooms_that_it_did_not_hear_of()
    {
        Memory.OpenRoom("group", [Alice, Bob]);
        Memory.FillUp(9);
        Router.Tell(new GetEntered(Alice, new("s1"), [new("room-of-others"), Id]), Connection);

        var follow = Connection.ExpectMsg<FollowTopic>();
        Assert.Equal((Topic.Of(Id), 9, ("chat.room", "room-1")), (follow.Topic, follow.Head, Shown(follow.First)));
        Connection.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Store.Down = true;
        Router.Tell(new GetEntered(Alice, new("s1"), [Id]), Connection);
        Assert.Equal(new Memberships(new("s1"), null), Connection.ExpectMsg<Memberships>());
    }

    [Fact]
    public void Should_tell_a_new_connection_to_ask_again_while_the_store_is_down()
    {
        Store.Down = true;
        Router.Tell(new GetMemberships(Alice, new("s1")), Connection);

        Assert.Equal(new Memberships(new("s1"), null), Connection.ExpectMsg<Memberships>());
    }

    [Fact]
    public void Should_publish_what_an_owner_broadcasts_to_the_interested_nodes()
    {
        var node = new Address("akka.tcp", "akkarealtime", "127.0.0.1", 4_000);
        var publication = new Publication(Topic.Of(Id), 3, new EncodedEnvelope("{}"u8.ToArray()));
        Router.Tell(new Broadcast([node], [publication]), Connection);

        var publish = Mediator.ExpectMsg<Akka.Cluster.Tools.PublishSubscribe.Publish>();
        Assert.Equal("node/127.0.0.1:4000", publish.Topic);
        Assert.Equal([publication], Assert.IsType<PublicationBatch>(publish.Message).Publications);
    }
}
