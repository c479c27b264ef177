using Akka.Actor;
using AkkaRealtime.Framing;
using AkkaRealtime.Sessions;
using AkkaRealtime.Tests.Framing;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Connections;

public sealed class HeartbeatSpecs(ITestOutputHelper output) : ConnectionSpec(output)
{
    [Fact]
    public async Task Should_send_a_ping_every_heartbeat()
    {
        var socket = await ConnectReadyAsync();
        AdvanceMs(24_000);
        Assert.False(socket.HasFrames);
        AdvanceMs(1_000);
        Assert.Equal("ping:", await socket.NextFrameAsync());
        socket.SendBytes(ClientFrames.Frame(Opcode.Pong, []));
        socket.Send("session.ping");
        await socket.NextAsync("session.pong");
        AdvanceMs(25_000);
        Assert.Equal("ping:", await socket.NextFrameAsync());
    }

    [Fact]
    public async Task Should_close_4000_when_nothing_was_heard_for_two_heartbeats()
    {
        var socket = await ConnectReadyAsync();
        AdvanceMs(51_000);
        Assert.Equal(4000, await socket.CloseCodeAsync());
        await Users.ExpectMsgAsync<CloseSession>(Patient.Wait);
    }

    [Fact]
    public async Task Should_cut_a_client_that_does_not_answer_the_close_frame()
    {
        var socket = await ConnectReadyAsync();
        AdvanceMs(51_000);
        Assert.Equal(4000, await socket.CloseCodeAsync());
        Assert.False(socket.IsAborted);
        AdvanceMs(6_000);
        await socket.CompletedAsync();
        Assert.True(socket.IsAborted);
    }

    [Fact]
    public async Task Should_hear_any_frame_as_a_sign_of_life()
    {
        var socket = await ConnectReadyAsync();
        for (var i = 0; i < 4; i++)
        {
            AdvanceMs(20_000);
            socket.SendBytes(ClientFrames.Frame(Opcode.Ping, [(byte)i]));
            string frame;
            while (!(frame = await socket.NextFrameAsync()).StartsWith("pong", StringComparison.Ordinal))
                Assert.Equal("ping:", frame);
        }
    }

    [Fact]
    public async Task Should_close_4001_who_lags_for_thirty_seconds()
    {
        Options.Connections.OutboxItems = 16;

        // Else who takes nothing at all is closed before that.
        Options.Connections.StallTimeoutMs = 0;
        var socket = await ConnectReadyAsync();
        socket.Stall();
        var frames = new SharedFrames(Frames.Text(Envelope("chat.message")), 1, Topic.Of(Room));
        Connection.Tell(new FollowTopic(Topic.Of(Room), 0, Envelope("chat.room")));
        var outbox = (await Relay.ExpectMsgAsync<Subscribe>(Patient.Wait)).Outbox;
        for (var i = 0; i < 20; i++)
            outbox.Deliver(frames);
        for (var i = 0; i < 28; i++)
            await BeatAsync(socket);
        await Users.ExpectNoMsgAsync(TimeSpan.Zero);
        for (var i = 0; i < 4; i++)
            await BeatAsync(socket);

        await Users.ExpectMsgAsync<CloseSession>(Patient.Wait);
        socket.Resume();
        Assert.Equal(4001, await socket.CloseCodeAsync());
        Assert.True(Meters["akkarealtime.drops:lagging"] > 0);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(25, 60_000)]
    public async Task Should_close_4001_who_has_stopped_reading_however_alive(int seconds, int bytes)
    {
        var socket = await ConnectReadyAsync();
        socket.Stall();
        Connection.Tell(new AkkaRealtime.Envelopes.EncodedEnvelope(new byte[bytes + 1]));
        await socket.WritingAsync();
        for (var i = 0; i < seconds - 2; i++)
            await BeatAsync(socket);
        await Users.ExpectNoMsgAsync(TimeSpan.Zero);
        for (var i = 0; i < 4; i++)
            await BeatAsync(socket);

        await Users.ExpectMsgAsync<CloseSession>(Patient.Wait);
        socket.Resume();
        Assert.Equal(4001, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task Should_close_4001_who_does_not_read_replies()
    {
        Options.Connections.OutboxItems = 16;
        var socket = await ConnectReadyAsync();
        socket.Stall();
        for (var i = 0; i < 40; i++)
            Connection.Tell(Envelope("test.reply"));
        await Users.ExpectMsgAsync<CloseSession>(Patient.Wait);
        socket.Resume();
        Assert.Equal(4001, await socket.CloseCodeAsync());
    }

    private async Task BeatAsync(MemorySocket socket)
    {
        AdvanceMs(1_000);
        socket.SendBytes(ClientFrames.Frame(Opcode.Pong, []));

        // Virtual time goes no further than the sweep has come: one that is held up would find that nothing was heard for half a minute.
        await Connections.Ask<ActorIdentity>(new Identify(null), Patient.Wait);
        await Connection.Ask<ActorIdentity>(new Identify(null), Patient.Wait);
    }
}
