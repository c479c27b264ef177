using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Connections;

public sealed class SignInSpecs(ITestOutputHelper output) : ConnectionSpec(output)
{
    [Fact]
    public async Task Should_open_the_session_of_whom_the_first_message_names()
    {
        var socket = Connect();
        socket.Send("session.auth", """{"token":"alice","device":"phone","ref":"r1"}""");
        await OpenAsync(new RoomHead(Room, 7));
        Assert.Equal((Alice, "ALICE", "phone"), (Session.User, Session.Name, Session.Device.Value));
        var ready = await socket.NextAsync("session.ready");
        Assert.Equal("r1", ready.GetProperty("ref").GetString());
    }

    [Fact]
    public async Task Should_tell_all_that_session_ready_names()
    {
        Options.Limits.MaxMessageBytes = 2_048;
        var call = new EncodedJson(System.Text.Encoding.UTF8.GetBytes("""{"id":"room1.c1","ringing":["alice"],"name":"Zoë"}"""));
        var socket = Connect(new Identity(Alice, "Alice", Time.GetUtcNow().AddHours(1)), "phone");
        await OpenSessionAsync(call);
        await Chat.ExpectMsgAsync<GetMemberships>(Patient.Wait);
        Chat.Reply(new Memberships(Session.Session, []));
        var ready = await socket.NextAsync("session.ready");
        Assert.Equal(
            $$$"""
            {"sessionId":"{{{Session.Session}}}","user":{"id":"alice","name":"Alice"},"device":"phone","epoch":"epoch1","calls":[{"id":"room1.c1","ringing":["alice"],"name":"Zoë"}],"serverTime":"2026-01-01T00:00:00.000Z","heartbeatMs":25000,"expiresAt":"2026-01-01T01:00:00.000Z","limits":{"maxMessageBytes":2048,"messagesPerSecond":20,"burst":100,"maxFileBytes":26214400},"version":"{{{ServerVersion.Text}}}"}
            """,
            ready.GetRawText());
    }

    [Fact]
    public async Task Should_write_session_ready_before_it_follows_the_rooms()
    {
        var socket = Connect(new Identity(Alice, "Alice", null));
        await OpenSessionAsync();
        await Chat.ExpectMsgAsync<GetMemberships>(Patient.Wait);
        Chat.Reply(new Memberships(Session.Session, [new RoomHead(Room, 7), new RoomHead(new("room2"), 0)]));
        var subscribe = await Relay.ExpectMsgAsync<Subscribe>(Patient.Wait);
        Assert.Equal(Alice, subscribe.User);
        Assert.Equal([new(Topic.Of(Room), 7), new(Topic.Of(new RoomId("room2")), 0)], subscribe.Topics);
        subscribe.Outbox.Deliver(new SharedFrames(Frames.Text(Envelope("chat.message")), 1, Topic.Of(Room)));
        await socket.NextAsync("session.ready");
        await socket.NextAsync("chat.message");
    }

    [Fact]
    public async Task Should_ask_for_memberships_only_when_the_session_is_open()
    {
        Connect(new Identity(Alice, "Alice", null));
        await Users.ExpectMsgAsync<OpenSession>(Patient.Wait);
        await SettleAsync(Users.LastSender);
        Chat.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_make_a_device_for_a_client_that_names_none()
    {
        var socket = Connect();
        socket.Send("session.auth", """{"token":"alice"}""");
        await OpenAsync();
        var ready = await socket.NextAsync("session.ready");
        Assert.Equal(Session.Device.Value, ready.GetProperty("device").GetString());
        Assert.True(IdRules.IsDevice(Session.Device.Value));
    }

    [Fact]
    public async Task Should_take_the_device_of_the_url_where_session_auth_names_none()
    {
        var socket = Connect(device: "tablet");
        socket.Send("session.auth", """{"token":"alice"}""");
        Assert.Equal("tablet", (await Users.ExpectMsgAsync<OpenSession>(Patient.Wait)).Device.Value);
    }

    [Fact]
    public async Task Should_answer_requests_in_their_order_once_the_session_is_ready()
    {
        var socket = Connect();
        socket.Send("session.auth", """{"token":"alice"}""");
        socket.Send("test.chat", """{"text":"one"}""");
        socket.Send("test.chat", """{"text":"two"}""");
        await OpenSessionAsync();
        await Chat.ExpectMsgAsync<GetMemberships>(Patient.Wait);
        Connection.Tell(InboxReady.Instance);
        await SettleAsync(Connection);
        Chat.ExpectNoMsg(TimeSpan.Zero);
        Connection.Tell(new Memberships(Session.Session, []));
        Assert.Equal(new TestChat("one"), (await Chat.ExpectMsgAsync<ClientRequest>(Patient.Wait)).Body);
        Assert.Equal(new TestChat("two"), (await Chat.ExpectMsgAsync<ClientRequest>(Patient.Wait)).Body);
    }

    [Fact]
    public async Task Should_keep_what_it_is_told_until_the_session_is_ready()
    {
        var socket = Connect(new Identity(Alice, "Alice", null));
        await OpenSessionAsync();
        Connection.Tell(Envelope("call.incoming"));
        Connection.Tell(new FollowTopic(Topic.Of(Room), 3, Envelope("chat.room")));
        await Chat.ExpectMsgAsync<GetMemberships>(Patient.Wait);
        Chat.Reply(new Memberships(Session.Session, []));
        await socket.NextAsync("session.ready");
        await socket.NextAsync("call.incoming");
        await socket.NextAsync("chat.room");
        Assert.Equal([new(Topic.Of(Room), 3)], (await Relay.ExpectMsgAsync<Subscribe>(Patient.Wait)).Topics);
    }

    [Fact]
    public async Task Should_refuse_requests_before_the_sign_in()
    {
        var socket = Connect();
        socket.Send("test.chat", """{"text":"one","ref":"r1"}""");
        var error = await socket.NextAsync("error");
        Assert.Equal(("unauthorized", "r1"), (error.GetProperty("code").GetString(), error.GetProperty("ref").GetString()));
        socket.Send("session.auth", """{"token":"alice"}""");
        await OpenAsync();
        await socket.NextAsync("session.ready");
    }

    [Fact]
    public async Task Should_answer_a_ping_before_the_sign_in()
    {
        var socket = Connect();
        socket.Send("session.ping", """{"ref":"p"}""");
        Assert.Equal("""{"ref":"p","serverTime":"2026-01-01T00:00:00.000Z"}""", (await socket.NextAsync("session.pong")).GetRawText());
    }

    [Theory]
    [InlineData("""{}""", "token")]
    [InlineData("""{"token":""}""", "token")]
    [InlineData("""{"token":7}""", "token")]
    [InlineData("""{"token":"alice","device":"a b"}""", "device")]
    public async Task Should_name_the_field_at_fault(string data, string field)
    {
        var socket = Connect();
        socket.Send("session.auth", data);
        var error = await socket.NextAsync("error");
        Assert.Equal(("bad-request", field), (error.GetProperty("code").GetString(), error.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Should_close_4401_when_nobody_signs_in_within_ten_seconds()
    {
        var socket = Connect();
        socket.Send("session.ping");
        await socket.NextAsync("session.pong");
        AdvanceMs(9_000);
        socket.Send("session.ping");
        await socket.NextAsync("session.pong");
        AdvanceMs(2_000);
        Assert.Equal(4401, await socket.NextCloseAsync());
    }

    [Theory]
    [InlineData("bad")]
    [InlineData("alice/0")]
    public async Task Should_close_4401_for_a_token_that_is_invalid_or_over(string token)
    {
        var socket = Connect();
        socket.Send("session.auth", $$"""{"token":"{{token}}"}""");
        Assert.Equal(4401, await socket.NextCloseAsync());
    }

    [Fact]
    public async Task Should_close_1013_when_tokens_cannot_be_checked()
    {
        var socket = Connect();
        socket.Send("session.auth", """{"token":"down"}""");
        Assert.Equal(1013, await socket.NextCloseAsync());
    }

    [Fact]
    public async Task Should_close_1013_for_one_connection_of_a_user_too_many()
    {
        Options.Limits.MaxConnectionsPerUser = 1;
        var first = await ConnectReadyAsync();
        var second = Connect();
        second.Send("session.auth", """{"token":"alice"}""");
        Assert.Equal(1013, await second.NextCloseAsync());

        first.SendClose();
        await Users.ExpectMsgAsync<CloseSession>(Patient.Wait);
        var third = Connect();
        third.Send("session.auth", """{"token":"alice"}""");
        await Users.ExpectMsgAsync<OpenSession>(Patient.Wait);
    }

    [Fact]
    public async Task Should_ask_the_users_entity_again_when_it_does_not_answer()
    {
        Connect(new Identity(Alice, "Alice", null));
        var first = await Users.ExpectMsgAsync<OpenSession>(Patient.Wait);
        AdvanceMs(1_000);
        Assert.Equal(first, await Users.ExpectMsgAsync<OpenSession>(Patient.Wait));
    }

    [Fact]
    public async Task Should_ask_for_the_rooms_again_when_the_store_cannot_be_reached_and_give_up_with_1013()
    {
        var socket = Connect(new Identity(Alice, "Alice", null));
        await OpenSessionAsync();
        foreach (var wait in new[] { 1_000, 2_000, 2_000, 2_000, 2_000, 2_000, 2_000, 2_000 })
        {
            await Chat.ExpectMsgAsync<GetMemberships>(Patient.Wait);
            Chat.Reply(new Memberships(Session.Session, null));
            AdvanceMs(wait);
        }

        Assert.Equal(1013, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task Should_become_ready_with_the_answer_to_a_repeated_question()
    {
        var socket = Connect(new Identity(Alice, "Alice", null));
        await OpenSessionAsync();
        await Chat.ExpectMsgAsync<GetMemberships>(Patient.Wait);
        Chat.Reply(new Memberships(Session.Session, null));
        AdvanceMs(1_000);
        await Chat.ExpectMsgAsync<GetMemberships>(Patient.Wait);
        Chat.Reply(new Memberships(Session.Session, []));
        await socket.NextAsync("session.ready");
    }

    [Fact]
    public async Task Should_say_that_it_is_idle_when_it_opens_its_session_again()
    {
        var socket = await ConnectReadyAsync();
        Assert.False(Session.Idle);
        Connection.Tell(new ActivityNoted(true));
        socket.Send("session.auth", """{"token":"alice"}""");
        Assert.True((await Users.ExpectMsgAsync<OpenSession>(Patient.Wait)).Idle);
    }

    /// <summary>The connection has done all that it was told so far: its own answer to something else comes after that.</summary>
    private async Task SettleAsync(IActorRef connection)
    {
        connection.Tell(new Identify(0), TestActor);
        await ExpectMsgAsync<ActorIdentity>(Patient.Wait);
    }
}
