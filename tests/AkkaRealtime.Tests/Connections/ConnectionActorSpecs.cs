using Akka.Actor;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Framing;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Connections;

public sealed class ConnectionActorSpecs(ITestOutputHelper output) : ConnectionSpec(output)
{
    [Fact]
    public async Task Should_tell_each_router_the_requests_of_its_domain()
    {
        var socket = await ConnectReadyAsync();
        socket.Send("test.chat", """{"text":"hi","ref":"r1"}""");
        socket.Send("test.call");
        socket.Send("test.status");
        var caller = new Caller(Alice, "Alice", Session.Device, Session.Session);
        Assert.Equal(new ClientRequest(caller, "r1", new TestChat("hi")), await Chat.ExpectMsgAsync<ClientRequest>(Patient.Wait));
        Assert.Equal(Connection, Chat.LastSender);
        Assert.Equal(new ClientRequest(caller, null, new TestCall()), await Calls.ExpectMsgAsync<ClientRequest>(Patient.Wait));
        Assert.Equal(new ClientRequest(caller, null, new TestStatus()), await Status.ExpectMsgAsync<ClientRequest>(Patient.Wait));
    }

    [Fact]
    public async Task Should_write_one_answer_where_the_owner_is_away_and_the_true_one_comes_late()
    {
        Owners.SetOthers(1);
        var socket = await ConnectReadyAsync();
        socket.Send("test.chat", """{"text":"hi","ref":"r1"}""");
        var request = await Chat.ExpectMsgAsync<ClientRequest>(Patient.Wait);
        Assert.True(request.Replies!.Add("r1")!.TryGiveUp());
        Connection.Tell(new OwnerAway("r1"));
        var error = await socket.NextAsync("error");
        Assert.Equal(("r1", "unavailable", 1_000), (error.GetProperty("ref").GetString(), error.GetProperty("code").GetString(), error.GetProperty("retryAfterMs").GetInt32()));
        Connection.Tell(EnvelopeWriter.Error(RequestError.Failed, "r1"));
        Connection.Tell(Envelope("chat.message"));
        await socket.NextAsync("chat.message");
    }

    [Fact]
    public async Task Should_say_which_calls_there_are_where_one_that_rang_ended_while_the_users_entity_was_away()
    {
        var socket = await ConnectReadyAsync();
        Connection.Tell(Call("call.incoming", """{"call":{"id":"c1"},"from":"bob"}"""));
        Connection.Tell(Call("call.incoming", """{"call":{"id":"c2"},"from":"bob"}"""));
        Connection.Tell(Call("call.ended", """{"callId":"c2","reason":"cancelled"}"""));

        // Once with the call that rings, then without.
        Connection.Tell(new SessionOpened(Session.Session, [new EncodedJson("""{"id":"c1","ringing":["alice"]}"""u8.ToArray())]), CreateTestProbe());
        Connection.Tell(new SessionOpened(Session.Session, []), CreateTestProbe());
        await socket.NextAsync("call.incoming");
        await socket.NextAsync("call.incoming");
        await socket.NextAsync("call.ended");
        Assert.Equal(0, (await socket.NextAsync("session.ready")).GetProperty("calls").GetArrayLength());
        Connection.Tell(new SessionOpened(Session.Session, []), CreateTestProbe());
        Connection.Tell(Envelope("chat.message"));
        await socket.NextAsync("chat.message");

        static EncodedEnvelope Call(string type, string data) =>
            new(System.Text.Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","data":{{data}}}"""));
    }

    [Fact]
    public async Task Should_wait_for_nothing_on_a_node_alone()
    {
        var socket = await ConnectReadyAsync();
        socket.Send("test.chat", """{"text":"hi","ref":"r1"}""");
        Assert.Null((await Chat.ExpectMsgAsync<ClientRequest>(Patient.Wait)).Replies);
    }

    [Theory]
    [InlineData("test.undecodable")]
    [InlineData("test.invalid")]
    public async Task Should_live_on_where_the_code_of_a_request_throws(string type)
    {
        var socket = await ConnectReadyAsync();
        socket.Send(type, """{"ref":"r1"}""");
        Assert.Equal(
            """{"ref":"r1","code":"internal","message":"The server failed to answer this."}""", (await socket.NextAsync("error")).GetRawText());
        socket.Send("test.call");
        await Calls.ExpectMsgAsync<ClientRequest>(Patient.Wait);
    }

    [Fact]
    public async Task Should_say_with_each_request_whether_its_user_is_invisible()
    {
        var socket = await ConnectReadyAsync();
        foreach (var invisible in (bool[])[true, false])
        {
            Connection.Tell(new VisibilityChanged(invisible));
            socket.Send("test.call");
            Assert.Equal(invisible, (await Calls.ExpectMsgAsync<ClientRequest>(Patient.Wait)).Caller.Invisible);
        }

        Connection.Tell(new SessionOpened(Session.Session, [], Invisible: true), CreateTestProbe());
        socket.Send("test.call");
        Assert.True((await Calls.ExpectMsgAsync<ClientRequest>(Patient.Wait)).Caller.Invisible);
    }

    [Fact]
    public async Task Should_write_the_envelopes_it_is_told_in_their_order()
    {
        var socket = await ConnectReadyAsync();
        for (var i = 0; i < 50; i++)
            Connection.Tell(Envelope("test." + i));
        for (var i = 0; i < 50; i++)
            await socket.NextAsync("test." + i);
    }

    [Fact]
    public async Task Should_show_a_room_that_is_entered_before_its_events()
    {
        var socket = await ConnectReadyAsync();
        Connection.Tell(new FollowTopic(Topic.Of(Room), 3, Envelope("chat.room")));
        var subscribe = await Relay.ExpectMsgAsync<Subscribe>(Patient.Wait);
        Assert.Equal([new(Topic.Of(Room), 3)], subscribe.Topics);
        subscribe.Outbox.Deliver(new SharedFrames(Frames.Text(Envelope("chat.joined")), 1, Topic.Of(Room)));
        await socket.NextAsync("chat.room");
        await socket.NextAsync("chat.joined");
    }

    [Fact]
    public async Task Should_follow_a_watched_channel_until_it_is_unwatched()
    {
        var socket = await ConnectReadyAsync();
        Connection.Tell(new FollowTopic(Topic.Of(Room), 9, Envelope("chat.watching")));
        await socket.NextAsync("chat.watching");
        Assert.Equal([new(Topic.Of(Room), 9)], (await Relay.ExpectMsgAsync<Subscribe>(Patient.Wait)).Topics);
        Connection.Tell(new UnfollowTopic(Topic.Of(Room), Envelope("chat.unwatched")));
        await socket.NextAsync("chat.unwatched");
        Assert.Equal(Topic.Of(Room), (await Relay.ExpectMsgAsync<Unsubscribe>(Patient.Wait)).Topic);
    }

    [Theory]
    [InlineData("no JSON", "bad-envelope")]
    [InlineData("[]", "bad-envelope")]
    [InlineData("{\"data\":{}}", "bad-envelope")]
    [InlineData("{\"type\":\"session.ping\",\"data\":{\"unknown\":1},\"x\":1}", "bad-envelope")]
    [InlineData("{\"ref\":\"1\",\"type\":\"session.ping\"}", "bad-envelope")]
    [InlineData("{\"type\":\"test.nothing\",\"data\":{\"ref\":\"r\"}}", "unknown-type")]
    [InlineData("{\"type\":\"test.chat\",\"data\":{\"ref\":\"r\"}}", "bad-request")]
    public async Task Should_answer_what_it_cannot_understand_with_an_error_and_live(string text, string code)
    {
        var socket = await ConnectReadyAsync();
        socket.SendText(text);
        var error = await socket.NextAsync("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(code != "bad-envelope", error.TryGetProperty("ref", out _));
        socket.Send("session.ping");
        await socket.NextAsync("session.pong");
        Assert.Equal(1, Meters["akkarealtime.errors:" + code]);
    }

    [Fact]
    public async Task Should_close_4400_for_more_than_twenty_bad_envelopes_in_a_minute()
    {
        var socket = await ConnectReadyAsync();
        for (var i = 0; i < 20; i++)
            socket.SendText("bad");
        for (var i = 0; i < 20; i++)
            await socket.NextAsync("error");
        AdvanceMs(30_000);
        socket.SendText("bad");
        Assert.Equal(4400, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task Should_live_with_twenty_bad_envelopes_a_minute()
    {
        var socket = await ConnectReadyAsync();
        for (var i = 0; i < 20; i++)
            socket.SendText("bad");
        for (var i = 0; i < 20; i++)
            await socket.NextAsync("error");
        for (var i = 0; i < 3; i++)
        {
            AdvanceMs(20_000);
            socket.Send("session.ping");
        }

        socket.SendText("bad");
        while (await socket.NextFrameAsync() is var frame && !frame.Contains("bad-envelope", StringComparison.Ordinal))
            Assert.DoesNotContain("close", frame, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_refuse_messages_over_the_rate_and_say_when_to_come_again()
    {
        Options.Limits.MessagesPerSecond = 2;
        Options.Limits.Burst = 3;
        var socket = await ConnectReadyAsync();
        for (var i = 0; i < 4; i++)
            socket.Send("session.ping", $$"""{"ref":"{{i}}"}""");
        for (var i = 0; i < 3; i++)
            await socket.NextAsync("session.pong");
        var error = await socket.NextAsync("error");
        Assert.Equal(("rate-limited", "3", 500), (error.GetProperty("code").GetString(), error.GetProperty("ref").GetString(), error.GetProperty("retryAfterMs").GetInt32()));
        AdvanceMs(500);
        socket.Send("session.ping");
        await socket.NextAsync("session.pong");
    }

    [Fact]
    public async Task Should_close_4002_who_goes_on_in_spite_of_warnings()
    {
        Options.Limits.Burst = 1;
        var socket = await ConnectReadyAsync();
        for (var i = 0; i < 2 + MessageGate.FloodAfter; i++)
            socket.Send("session.ping");
        Assert.Equal(4002, await socket.CloseCodeAsync());
        Assert.Equal(1 + MessageGate.FloodAfter, Meters["akkarealtime.errors:rate-limited"]);
    }

    [Fact]
    public async Task Should_take_any_rate_where_the_operator_lifted_the_limits()
    {
        Options.Limits.RateLimiting = false;
        Options.Limits.Burst = 1;
        var socket = await ConnectReadyAsync();
        for (var i = 0; i < 200; i++)
            socket.Send("session.ping");
        for (var i = 0; i < 200; i++)
            await socket.NextAsync("session.pong");
    }

    [Fact]
    public async Task Should_close_with_the_code_it_is_told_behind_what_waits()
    {
        var socket = await ConnectReadyAsync();
        socket.Stall();
        Connection.Tell(Envelope("test.one"));
        Connection.Tell(Envelope("test.two"));
        Connection.Tell(new CloseConnection(CloseCode.Revoked, "The operator ended the session."));
        await Users.ExpectMsgAsync<CloseSession>(Patient.Wait);
        socket.Resume();
        await socket.NextAsync("test.one");
        await socket.NextAsync("test.two");
        Assert.Equal("close:4410:The operator ended the session.", await socket.NextFrameAsync());
    }

    [Fact]
    public async Task Should_take_the_end_of_the_clients_stream_as_an_answer_to_its_close()
    {
        var socket = await ConnectReadyAsync();
        Watch(Connection);
        Connection.Tell(new CloseConnection(CloseCode.Revoked, "The operator ended the session."));
        Assert.Equal(4410, await socket.NextCloseAsync());
        socket.Disconnect();
        await socket.CompletedAsync();
        await ExpectTerminatedAsync(Connection, Patient.Wait);
        Assert.Equal((false, 1L), (socket.IsAborted, Meters["akkarealtime.closes:4410"]));
    }

    [Fact]
    public async Task Should_end_its_stream_behind_the_close_frame_for_a_framing_fault_and_read_to_the_clients_end()
    {
        var socket = await ConnectReadyAsync();
        Watch(Connection);
        socket.SendBytes([0x81, 0x00]);
        Assert.Equal(1002, await socket.NextCloseAsync());
        await socket.WritingEndedAsync();
        socket.SendClose();
        Assert.False(socket.IsAborted);
        socket.Disconnect();
        await socket.CompletedAsync();
        await ExpectTerminatedAsync(Connection, Patient.Wait);
        Assert.Equal((false, 1L), (socket.IsAborted, Meters["akkarealtime.closes:1002"]));
    }

    [Fact]
    public async Task Should_take_the_clients_close_frame_for_its_end_behind_a_framing_fault_where_there_is_no_half_close()
    {
        var socket = await ConnectReadyAsync();
        Watch(Connection);
        socket.HasHalfClose = false;
        socket.SendBytes([0x81, 0x00]);
        Assert.Equal(1002, await socket.NextCloseAsync());
        socket.SendBytes([1, 2, 3, .. ClientFrames.Close(1002)]);
        await socket.CompletedAsync();
        await ExpectTerminatedAsync(Connection, Patient.Wait);
        Assert.Equal((false, 1L), (socket.IsAborted, Meters["akkarealtime.closes:1002"]));
    }

    [Fact]
    public async Task Should_leave_no_trace_when_the_client_closes()
    {
        var socket = await ConnectReadyAsync(new RoomHead(Room, 1));
        Watch(Connection);
        socket.SendClose(1000);
        Assert.Equal(1000, await socket.NextCloseAsync());
        await Relay.ExpectMsgAsync<UnsubscribeAll>(Patient.Wait);
        Assert.Equal(new CloseSession(Alice, Session.Session), await Users.ExpectMsgAsync<CloseSession>(Patient.Wait));
        await socket.CompletedAsync();
        await ExpectTerminatedAsync(Connection, Patient.Wait);
        Assert.Equal((0, 0L, 1L), (Admission.Count, Meters["akkarealtime.connections"], Meters["akkarealtime.closes:1000"]));
    }

    [Fact]
    public async Task Should_leave_no_trace_when_the_client_is_gone_without_a_word()
    {
        var socket = await ConnectReadyAsync();
        Watch(Connection);
        socket.Disconnect();
        await Relay.ExpectMsgAsync<UnsubscribeAll>(Patient.Wait);
        await Users.ExpectMsgAsync<CloseSession>(Patient.Wait);
        await socket.CompletedAsync();
        await ExpectTerminatedAsync(Connection, Patient.Wait);
        Assert.Equal((0, 1L), (Admission.Count, Meters["akkarealtime.closes:1006"]));
    }

    [Fact]
    public async Task Should_still_route_what_came_before_the_clients_close()
    {
        var socket = await ConnectReadyAsync();
        socket.SendBytes([.. Enumerable.Range(0, 60).SelectMany(i => ClientFrames.Text($$$"""{"type":"test.chat","data":{"text":"{{{i}}}"}}""")), .. ClientFrames.Close(1000)]);
        for (var i = 0; i < 60; i++)
            Assert.Equal(new TestChat(i.ToString(System.Globalization.CultureInfo.InvariantCulture)), (await Chat.ExpectMsgAsync<ClientRequest>(Patient.Wait)).Body);
    }

    [Fact]
    public async Task Should_close_1011_when_its_actor_fails_and_count_it()
    {
        var socket = await ConnectReadyAsync();
        Watch(Connection);
        socket.Send("test.bug");
        Assert.Equal(1011, await socket.NextCloseAsync());
        await ExpectTerminatedAsync(Connection, Patient.Wait);
        await Relay.ExpectMsgAsync<UnsubscribeAll>(Patient.Wait);
        await Users.ExpectMsgAsync<CloseSession>(Patient.Wait);
        socket.SendClose(1011);
        await socket.CompletedAsync();
        Assert.Equal(1, Meters["akkarealtime.actor.restarts:connection"]);
    }

    [Theory]
    [InlineData("82 80 00000000", 1003)]
    [InlineData("81 81 00000000 FF", 1007)]
    [InlineData("81 FF 0000000000020000 00000000", 1009)]
    [InlineData("81 01 41", 1002)]
    public async Task Should_close_with_the_code_for_what_is_wrong_with_a_frame(string hex, int code)
    {
        var socket = await ConnectReadyAsync();
        socket.SendBytes(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(code, await socket.NextCloseAsync());
        await Users.ExpectMsgAsync<CloseSession>(Patient.Wait);

        // Nothing of such a client can be read any more, not even its close frame: after a moment it is cut.
        AdvanceMs(2_000);
        await socket.CompletedAsync();
        Assert.True(socket.IsAborted);
    }

    [Fact]
    public async Task Should_answer_ping_frames_with_their_payload()
    {
        var socket = await ConnectReadyAsync();
        socket.SendBytes(ClientFrames.Frame(Opcode.Ping, "abc"u8.ToArray()));
        Assert.Equal("pong:abc", await socket.NextFrameAsync());
    }

    [Fact]
    public async Task Should_answer_as_many_pings_as_messages_and_close_4002_on_a_flood_of_them()
    {
        (Options.Limits.MessagesPerSecond, Options.Limits.Burst) = (1, 3);
        var socket = await ConnectReadyAsync();
        for (var i = 0; i < 40; i++)
            socket.SendBytes(ClientFrames.Frame(i % 2 == 0 ? Opcode.Ping : Opcode.Pong, "a"u8.ToArray()));
        Assert.Equal(["pong:a", "pong:a"], [await socket.NextFrameAsync(), await socket.NextFrameAsync()]);
        socket.Send("session.ping");
        await socket.NextAsync("session.pong");

        for (var i = 0; i < 20; i++)
            socket.SendBytes(ClientFrames.Frame(Opcode.Ping, []));
        Assert.Equal(4002, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task Should_let_others_have_their_turn_while_a_client_sends_without_end()
    {
        Options.Limits.RateLimiting = false;
        var socket = new EndlessSocket(ClientFrames.Frame(Opcode.Ping, new byte[26]));
        Assert.True(Admission.TryEnter(null, out _));
        Connections.Tell(new Attach(socket, new Accepted(null, null, null)));
        Assert.Equal(16, await socket.TurnOverAsync());
    }

    // Always has something to read, at once; begins a turn once and waits for the next.
    private sealed class EndlessSocket(byte[] frame) : ITransport
    {
        private readonly TaskCompletionSource<int> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<int> _never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _turns;
        private int _reads;

        public Task<int> TurnOverAsync() => _over.Task.WaitAsync(Patient.Wait);

        public ValueTask<int> ReadAsync(Memory<byte> buffer)
        {
            if (buffer.IsEmpty && _turns++ == 0)
                return new(0);
            if (buffer.IsEmpty || ++_reads > 1_000)
            {
                _over.TrySetResult(_reads);
                return new(_never.Task);
            }

            for (var at = 0; at < buffer.Length; at += frame.Length)
                frame.CopyTo(buffer[at..]);
            return new(buffer.Length);
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => ValueTask.CompletedTask;

        public void Abort() => _never.TrySetResult(0);

        public void Complete() => _never.TrySetResult(0);
    }

    [Fact]
    public async Task Should_slow_the_client_while_the_session_is_not_ready()
    {
        Options.Connections.InboxItems = 2;
        var socket = Connect(new Identity(Alice, "Alice", null));
        for (var i = 0; i < 20; i++)
            socket.Send("test.chat", $$"""{"text":"{{i}}"}""");
        await OpenAsync();
        for (var i = 0; i < 20; i++)
            Assert.Equal(new TestChat(i.ToString(System.Globalization.CultureInfo.InvariantCulture)), (await Chat.ExpectMsgAsync<ClientRequest>(Patient.Wait)).Body);
    }
}
