using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Connections;

public sealed class TokenRenewalSpecs(ITestOutputHelper output) : ConnectionSpec(output)
{
    [Fact]
    public async Task Should_say_that_the_token_expires_sixty_seconds_before()
    {
        var socket = await ConnectAsync(seconds: 600);
        await AdvanceAliveAsync(socket, 539);
        Advance(TimeSpan.FromSeconds(1));
        var expiring = await socket.NextAsync("session.expiring");
        Assert.Equal("2026-01-01T00:10:00.000Z", expiring.GetProperty("expiresAt").GetString());
    }

    [Fact]
    public async Task Should_say_that_a_short_token_expires_in_the_last_fifth_of_its_life_and_close_4401_when_it_has()
    {
        var socket = await ConnectAsync(seconds: 30);
        await AdvanceAliveAsync(socket, 23);
        Advance(TimeSpan.FromSeconds(1));
        await socket.NextAsync("session.expiring");
        await AdvanceAliveAsync(socket, 6);
        Assert.Equal(4401, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task Should_live_on_with_a_new_token_and_answer_with_session_ready()
    {
        var socket = await ConnectAsync(seconds: 5);
        Advance(TimeSpan.FromSeconds(4));
        await socket.NextAsync("session.expiring");
        socket.Send("session.auth", """{"token":"alice/3600","ref":"r2"}""");
        await OpenSessionAsync();
        var ready = await socket.NextAsync("session.ready");
        Assert.Equal(("r2", "2026-01-01T01:00:04.000Z"), (ready.GetProperty("ref").GetString(), ready.GetProperty("expiresAt").GetString()));
        Assert.Equal(Session.Session.Value, ready.GetProperty("sessionId").GetString());
        await AdvanceAliveAsync(socket, 60);
    }

    [Fact]
    public async Task Should_not_say_again_that_it_expires_to_a_client_that_sends_the_same_token()
    {
        var socket = await ConnectAsync(seconds: 30);
        await AdvanceAliveAsync(socket, 23);
        Advance(TimeSpan.FromSeconds(1));
        await socket.NextAsync("session.expiring");
        socket.Send("session.auth", """{"token":"alice/6","ref":"r2"}""");
        await OpenSessionAsync();
        await socket.NextAsync("session.ready");
        await AdvanceAliveAsync(socket, 5);
    }

    [Theory]
    [InlineData("bad", "unauthorized")]
    [InlineData("alice/0", "unauthorized")]
    [InlineData("down", "unavailable")]
    public async Task Should_keep_the_old_token_when_the_new_one_is_not_good(string token, string code)
    {
        var socket = await ConnectAsync(seconds: 600);
        socket.Send("session.auth", $$"""{"token":"{{token}}","ref":"r2"}""");
        var error = await socket.NextAsync("error");
        Assert.Equal((code, "r2"), (error.GetProperty("code").GetString(), error.GetProperty("ref").GetString()));
        await AdvanceAliveAsync(socket, 10);
    }

    [Fact]
    public async Task Should_close_4401_for_a_token_of_another_user()
    {
        var socket = await ConnectAsync(seconds: 600);
        socket.Send("session.auth", """{"token":"bob"}""");
        Assert.Equal(4401, await socket.NextCloseAsync());
    }

    [Fact]
    public async Task Should_open_the_session_again_when_the_users_entity_has_ended_and_enter_the_rooms_it_may_have_missed()
    {
        var entity = CreateTestProbe();
        var socket = Connect(new Identity(Alice, "Alice", null));
        var open = await Users.ExpectMsgAsync<OpenSession>(Patient.Wait);
        var connection = Users.LastSender;
        connection.Tell(new SessionOpened(open.Session, []), entity);
        await Chat.ExpectMsgAsync<GetMemberships>(Patient.Wait);
        connection.Tell(new Memberships(open.Session, []));
        await socket.NextAsync("session.ready");

        Sys.Stop(entity);
        Assert.Equal(open, await Users.ExpectMsgAsync<OpenSession>(Patient.Wait));
        connection.Tell(new SessionOpened(open.Session, []), CreateTestProbe());
        await Chat.ExpectMsgAsync<GetMemberships>(Patient.Wait);
        connection.Tell(new Memberships(open.Session, [new RoomHead(Room, 5)]));
        Assert.Equal([Topic.Of(Room)], (await Relay.ExpectMsgAsync<FindNotOn>(Patient.Wait)).Topics);
        connection.Tell(new NotOn([Topic.Of(Room)]));
        Assert.Equal([Room], (await Chat.ExpectMsgAsync<GetEntered>(Patient.Wait)).Rooms);
        connection.Tell(new FollowTopic(Topic.Of(Room), 5, Envelope("chat.room")));
        await socket.NextAsync("chat.room");
        Assert.Equal([new(Topic.Of(Room), 5)], (await Relay.ExpectMsgAsync<Subscribe>(Patient.Wait)).Topics);
        socket.Send("session.ping");
        await socket.NextAsync("session.pong");
    }

    private async Task<MemorySocket> ConnectAsync(int seconds)
    {
        var socket = Connect(new Identity(Alice, "Alice", Time.GetUtcNow().AddSeconds(seconds)));
        await OpenAsync();
        await socket.NextAsync("session.ready");

        // What is due is noted behind that, by the clock of then.
        socket.Send("session.ping");
        await socket.NextAsync("session.pong");
        return socket;
    }

    // Second by second, so that the heartbeat finds the client alive; nothing but pings and pongs may come.
    private async Task AdvanceAliveAsync(MemorySocket socket, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Advance(TimeSpan.FromSeconds(1));
            if (i % 10 != 0)
                continue;
            socket.Send("session.ping");
            while (await socket.NextFrameAsync() is var frame && !frame.Contains("session.pong", StringComparison.Ordinal))
                Assert.StartsWith("ping:", frame, StringComparison.Ordinal);

            // Virtual time goes no further than the sweep has come: one that is held up for a millisecond would find that nothing was heard for a minute.
            await Connections.Ask<ActorIdentity>(new Identify(null), Patient.Wait);
        }
    }
}
