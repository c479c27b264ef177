using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Sessions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Connections;

public sealed class DrainSpecs(ITestOutputHelper output) : ConnectionSpec(output)
{
    [Fact]
    public async Task Should_tell_everybody_and_let_them_go_over_the_drain_time()
    {
        var sockets = new List<MemorySocket>();
        for (var i = 0; i < 4; i++)
        {
            sockets.Add(await ConnectReadyAsync());
        }

        Connections.Tell(new Drain(3_000));
        foreach (var socket in sockets)
        {
            var notice = await socket.NextAsync("session.draining");
            Assert.Equal(3_000, notice.GetProperty("reconnectAfterMs").GetInt32());
        }

        Assert.True(Admission.Draining);
        AdvanceMs(1_500);
        await Users.ExpectMsgAsync<CloseSession>(Patient.Wait);
        await Users.ExpectMsgAsync<CloseSession>(Patient.Wait);
        await this.EventuallyAsync(() => Assert.Equal(2, sockets.Count(s => !s.HasFrames)));
        Assert.False(Users.HasMessages);
        AdvanceMs(2_000);
        foreach (var socket in sockets)
        {
            Assert.Equal(1001, await socket.NextCloseAsync());
            socket.SendClose(1001);
        }

        await ExpectMsgAsync<Drained>(Patient.Wait);
        Assert.Equal(0, Admission.Count);
    }

    [Fact]
    public async Task Should_be_drained_at_once_where_nobody_is_connected()
    {
        Connections.Tell(new Drain(3_000));
        await ExpectMsgAsync<Drained>(Patient.Wait);
    }

    [Fact]
    public async Task Should_close_1001_who_connects_while_draining()
    {
        await ConnectReadyAsync();
        Connections.Tell(new Drain(3_000));
        var late = new MemorySocket();
        Connections.Tell(new Attach(late, new Accepted(null, null, null)));
        Assert.Equal(1001, await late.NextCloseAsync());
    }

    [Fact]
    public async Task Should_close_1001_when_the_system_stops_while_draining()
    {
        var socket = await ConnectReadyAsync();
        Connections.Tell(new Drain(3_000));
        await socket.NextAsync("session.draining");
        Sys.Stop(Connections);
        Assert.Equal(1001, await socket.NextCloseAsync());
        await socket.CompletedAsync();
    }
}
