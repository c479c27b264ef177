using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Store.Invitations;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Sessions;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Router;

/// <summary>Whom a user may bring into a room, as the operator has it.</summary>
public sealed class ConsentSpecs(ITestOutputHelper output) : ChatRouterSpec(output)
{
    private static readonly UserId Friend = new("friend");
    private static readonly UserId Stranger = new("stranger");

    [Fact]
    public async Task Should_bring_anybody_in_where_that_is_free()
    {
        Ask(new ChatCreateRequest("group", "Trip", [Stranger]));
        Assert.Equal([Stranger], (await Owners.ExpectMsgAsync<CreateRoom>(Patient.Wait)).Body.Members);
        Ask(new ChatDirectRequest(Stranger));
        Assert.Equal(Stranger, (await Owners.ExpectMsgAsync<OpenPair>(Patient.Wait)).Other);
    }

    [Fact]
    public async Task Should_refuse_strangers_where_only_contacts_may_be_named()
    {
        Only(ChatOptions.Contacts);
        Ask(new ChatCreateRequest("group", "Trip", [Friend, Stranger]));
        Assert.Equal(("forbidden", "members"), await RefusalAsync());
        Ask(new ChatDirectRequest(Stranger));
        Assert.Equal(("forbidden", "user"), await RefusalAsync());
        Ask(new ChatCreateRequest("group", "Trip", [Friend]));
        await Owners.ExpectMsgAsync<CreateRoom>(Patient.Wait);
    }

    [Fact]
    public async Task Should_ask_strangers_first_and_bring_in_the_others()
    {
        Only(ChatOptions.Ask);
        Ask(new ChatCreateRequest("group", " Trip ", [Friend, Stranger]));

        var create = await Owners.ExpectMsgAsync<CreateRoom>(Patient.Wait);
        Assert.Equal([Friend], create.Body.Members);
        var asked = await AnswerAsync("chat.asked");
        Assert.Equal((Stranger.Value, create.Room.Value), (asked.GetProperty("users")[0].GetString(), asked.GetProperty("room").GetString()));
        var news = Assert.Single((await Everybody.ExpectMsgAsync<TellUsers>(Patient.Wait)).Users);
        var (type, data) = Parse(news.Envelope);
        var request = data.GetProperty("request");
        Assert.Equal((Stranger, "chat.requested", "group", "Trip"), (news.User, type, request.GetProperty("kind").GetString(), request.GetProperty("roomName").GetString()));
        Assert.Equal(request.GetProperty("id").GetString(), Assert.Single(await Memory.Invitations.ListAsync(Stranger, null, 10, default)).Id);
    }

    [Fact]
    public async Task Should_answer_that_a_stranger_is_asked_and_tell_them_once()
    {
        Only(ChatOptions.Ask);
        Ask(new ChatDirectRequest(Stranger));
        Assert.Equal("1", (await AnswerAsync("chat.asked")).GetProperty("ref").GetString());
        await Everybody.ExpectMsgAsync<TellUsers>(Patient.Wait);
        Ask(new ChatDirectRequest(Stranger));
        Assert.Equal("1", (await AnswerAsync("chat.asked")).GetProperty("ref").GetString());
        Everybody.ExpectNoMsg(TimeSpan.Zero);
        Owners.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_not_ring_a_stranger()
    {
        Only(ChatOptions.Ask);
        Router.Tell(new OpenDirectRoom(Caller(Alice), Stranger, "token"), Connection);
        Assert.Equal(ErrorCode.Forbidden, (await Connection.ExpectMsgAsync<DirectRoom>(Patient.Wait)).Error!.Code);
        Assert.Empty(await Memory.Invitations.ListAsync(Stranger, null, 10, default));
    }

    [Fact]
    public async Task Should_ask_nobody_into_a_room_that_the_inviter_is_not_in()
    {
        Only(ChatOptions.Ask);
        var room = RoomId.New(Time.GetUtcNow());
        Memory.MakeRoom(room, "group", new UserId("somebody"));
        Ask(new ChatInviteRequest(room, [Stranger]));
        Assert.Equal([Stranger], ((ChatInviteRequest)(await Owners.ExpectMsgAsync<RoomRequest>(Patient.Wait)).Body).Users);
        Assert.Empty(await Memory.Invitations.ListAsync(Stranger, null, 10, default));
    }

    [Fact]
    public async Task Should_ask_nobody_into_a_room_that_they_are_banned_from()
    {
        Only(ChatOptions.Ask);
        var room = RoomId.New(Time.GetUtcNow());
        Memory.MakeRoom(room, "group", Alice);
        Memory.Add(new ChatBanned(Stranger, true) { Room = room, At = Time.GetUtcNow(), By = Alice });
        Ask(new ChatInviteRequest(room, [new UserId("another"), Stranger]));

        Assert.Equal(("conflict", "users"), await RefusalAsync());
        Assert.Empty(await Memory.Invitations.ListAsync(Stranger, null, 10, default));
        Owners.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_have_the_owner_bring_in_who_accepts()
    {
        Only(ChatOptions.Ask);
        var room = RoomId.New(Time.GetUtcNow());
        Memory.MakeRoom(room, "group", Stranger);
        Memory.Commit(Asked(room));
        Memory.Commit(Asked(null));
        Ask(new ChatRequestsRequest());
        var requests = (await AnswerAsync("chat.requests")).GetProperty("requests").EnumerateArray().ToList();
        Assert.Equal(["direct", "group"], requests.Select(r => r.GetProperty("kind").GetString()).Order());

        Ask(new ChatAcceptRequest(requests.Find(r => r.GetProperty("kind").GetString() == "group").GetProperty("id").GetString()));
        var come = await Owners.ExpectMsgAsync<RoomRequest>(Patient.Wait);
        Assert.Equal((room, Alice, new ChatComeRequest(room, Stranger)), (come.Room, come.Caller.User, come.Body));
        Ask(new ChatAcceptRequest(requests.Find(r => r.GetProperty("kind").GetString() == "direct").GetProperty("id").GetString()));
        Assert.Equal(Stranger, (await Owners.ExpectMsgAsync<OpenPair>(Patient.Wait)).Other);
    }

    [Fact]
    public async Task Should_forget_what_is_declined_and_tell_other_devices()
    {
        Memory.Commit(Asked(null));
        var id = Assert.Single(await Memory.Invitations.ListAsync(Alice, null, 10, default)).Id;
        Ask(new ChatDeclineRequest(id));
        Assert.Equal(id, (await AnswerAsync("chat.declined")).GetProperty("request").GetString());
        Assert.Equal("chat.declined", Parse((await Users.ExpectMsgAsync<TellUser>(Patient.Wait)).Envelope).Type);
        Ask(new ChatAcceptRequest(id));
        Assert.Equal(("not-found", "request"), await RefusalAsync());
    }

    [Fact]
    public async Task Should_refuse_more_names_than_a_day_has_and_not_count_rooms_that_are_there()
    {
        Chat.InvitationsPerDay = 3;
        Ask(new ChatCreateRequest("group", "Trip", [Friend, Stranger]));
        await Owners.ExpectMsgAsync<CreateRoom>(Patient.Wait);
        Ask(new ChatDirectRequest(Stranger));
        await Owners.ExpectMsgAsync<OpenPair>(Patient.Wait);
        Ask(new ChatDirectRequest(Friend));
        Assert.Equal(("rate-limited", null), await RefusalAsync());
        Advance(TimeSpan.FromDays(1));
        Ask(new ChatDirectRequest(Friend));
        await Owners.ExpectMsgAsync<OpenPair>(Patient.Wait);
    }

    [Fact]
    public async Task Should_count_what_other_nodes_and_former_runs_have_counted()
    {
        Chat.InvitationsPerDay = 3;
        Memory.Commit(new CountNamed(ActorRefs.Nobody, Alice, 2, Time.GetUtcNow()));
        Ask(new ChatCreateRequest("group", "Trip", [Friend, Stranger]));
        Assert.Equal(("rate-limited", null), await RefusalAsync());
        Ask(new ChatDirectRequest(Stranger));
        await Owners.ExpectMsgAsync<OpenPair>(Patient.Wait);
        Assert.Equal(3, (await Memory.Invitations.NamedAsync(Alice, default)).Count);
    }

    [Fact]
    public async Task Should_hear_of_what_others_count_while_an_invitation_goes_on_at_once()
    {
        Chat.InvitationsPerDay = 1_000_000;
        Memory.Commit(new CountNamed(ActorRefs.Nobody, Alice, 999_999, Time.GetUtcNow()));
        var invite = new ChatInviteRequest(RoomId.New(Time.GetUtcNow()), [Friend, Stranger]);
        Owners.SetAutoPilot(new DelegateAutoPilot((connection, _) =>
        {
            connection.Tell(EnvelopeWriter.Error(new RequestError(ErrorCode.Conflict, "It went on."), "1"));
            return AutoPilot.KeepRunning;
        }));
        Ask(invite);
        Assert.Equal("conflict ", ExpectError());

        await this.EventuallyAsync(() =>
        {
            Ask(invite);
            Assert.Equal("rate-limited ", ExpectError());
        });
        Assert.InRange((await Memory.Invitations.NamedAsync(Alice, default)).Count, 1_000_001, int.MaxValue);
    }

    [Fact]
    public async Task Should_have_one_room_made_of_one_key_and_count_those_in_it_once()
    {
        Chat.InvitationsPerDay = 1;
        Chat.MaxRoomsPerUser = 1;
        var create = new ChatCreateRequest("group", "Trip", [Friend], Key: "k1");
        Ask(create);
        var room = (await Owners.ExpectMsgAsync<CreateRoom>(Patient.Wait)).Room;
        Memory.MakeRoom(room, "group", Alice, Friend);

        Ask(create);
        Assert.Equal(room, (await Owners.ExpectMsgAsync<CreateRoom>(Patient.Wait)).Room);
        Ask(create with { Key = "k2" });
        Assert.Equal(("rate-limited", null), await RefusalAsync());
        Ask(create with { Members = null }, Stranger);
        Assert.NotEqual(room, (await Owners.ExpectMsgAsync<CreateRoom>(Patient.Wait)).Room);
    }

    [Fact]
    public async Task Should_make_no_room_with_who_is_in_rooms_enough()
    {
        Chat.MaxRoomsPerUser = 1;
        Memory.MakeRoom(RoomId.New(Time.GetUtcNow()), "group", Stranger);
        Ask(new ChatCreateRequest("group", "Trip", [Friend, Stranger]));
        Assert.Equal(("conflict", "members"), await RefusalAsync());
        Ask(new ChatDirectRequest(Stranger));
        Assert.Equal(("conflict", "user"), await RefusalAsync());
        Memory.MakeRoom(RoomId.New(Time.GetUtcNow()), "group", Alice);
        Ask(new ChatCreateRequest("group", "Trip"));
        Assert.Equal(("conflict", null), await RefusalAsync());
    }

    private SaveInvitations Asked(RoomId? room) => new(
        ActorRefs.Nobody, Stranger, room, room is null ? RoomKinds.Direct : RoomKinds.Group, null, [(TimeOrderedId.New(Time.GetUtcNow()), Alice)], Time.GetUtcNow());

    private async Task<System.Text.Json.JsonElement> AnswerAsync(string type)
    {
        var (said, data) = Parse(await Connection.ExpectMsgAsync<EncodedEnvelope>(Patient.Wait));
        Assert.Equal(type, said);
        return data;
    }

    private async Task<(string? Code, string? Field)> RefusalAsync()
    {
        var error = await AnswerAsync("error");
        return (error.GetProperty("code").GetString(), error.TryGetProperty("field", out var field) ? field.GetString() : null);
    }

    private void Only(string invitations)
    {
        Chat.Invitations = invitations;
        Memory.MakeRoom(RoomId.New(Time.GetUtcNow()), "group", Alice, Friend);
    }
}
