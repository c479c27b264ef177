using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Protocol §1 and §2: envelopes, errors and close codes over a real socket.</summary>
[Collection(SharedServer.Name)]
public sealed class SessionTests(ServerFixture fixture)
{
    [Fact]
    public async Task Ping_IsAnsweredWithRefAndTime()
    {
        await using var client = await ClientAsync();
        var pong = await client.RequestAsync("session.ping");
        Assert.Equal("session.pong", pong.Type);
        Assert.Matches(@"\.\d{3}Z$", pong["serverTime"]);
    }

    [Fact]
    public async Task PingWithoutData_IsAnswered()
    {
        await using var client = await ClientAsync();
        await client.SendTextAsync("""{"type":"session.ping"}""");
        Assert.Null((await client.WaitForAsync("session.pong"))["ref"]);
    }

    [Theory]
    [InlineData("nonsense", "bad-envelope")]
    [InlineData("[]", "bad-envelope")]
    [InlineData("""{"data":{}}""", "bad-envelope")]
    [InlineData("""{"type":5}""", "bad-envelope")]
    [InlineData("""{"type":"session.ping","data":{},"ref":"1"}""", "bad-envelope")]
    [InlineData("""{"type":"session.ping","data":[]}""", "bad-envelope")]
    [InlineData("""{"type":"chat.nothing","data":{}}""", "unknown-type")]
    [InlineData("""{"type":"chat.send","data":{"room":5}}""", "bad-request")]
    [InlineData("""{"type":"chat.send","data":{}}""", "bad-request")]
    public async Task BadMessage_IsAnError_AndTheConnectionLives(string text, string code)
    {
        await using var client = await ClientAsync();
        await client.SendTextAsync(text);
        Assert.Equal(code, (await client.WaitForAsync("error"))["code"]);
        await client.RequestAsync("session.ping");
    }

    [Fact]
    public async Task BadField_IsNamed()
    {
        await using var client = await ClientAsync();
        var refused = await Assert.ThrowsAsync<RefusedException>(() => client.RequestAsync("chat.create", new { kind = "party", name = "x" }));
        Assert.Equal(("bad-request", "kind"), (refused.Code, refused.Error["field"]));
    }

    [Fact]
    public async Task UnknownMembers_AreIgnored()
    {
        await using var client = await ClientAsync();
        Assert.Equal("session.pong", (await client.RequestAsync("session.ping", new { future = true })).Type);
    }

    [Fact]
    public async Task MoreThan20BadEnvelopes_Close4400()
    {
        await using var client = await ClientAsync();
        for (var i = 0; i < 21; i++)
            await client.SendTextAsync("nonsense");
        Assert.Equal(4400, (await client.Closed).Code);
    }

    [Fact]
    public async Task Binary_Closes1003()
    {
        await using var client = await ClientAsync();
        await client.SendBytesAsync(new byte[4], WebSocketMessageType.Binary, true);
        Assert.Equal(1003, (await client.Closed).Code);
    }

    [Fact]
    public async Task InvalidUtf8_Closes1007()
    {
        await using var client = await ClientAsync();
        await client.SendBytesAsync(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' }, WebSocketMessageType.Text, true);
        Assert.Equal(1007, (await client.Closed).Code);
    }

    [Fact]
    public async Task MessageOverTheLimit_Closes1009()
    {
        await using var client = await ClientAsync();
        await client.SendTextAsync(new string(' ', 65_537));
        Assert.Equal(1009, (await client.Closed).Code);
    }

    [Fact]
    public async Task MessageAtTheLimit_InFragments_IsTaken()
    {
        await using var client = await ClientAsync();
        var text = Encoding.UTF8.GetBytes("""{"type":"session.ping","data":{"ref":"big"}}""".PadRight(65_536));
        await client.SendBytesAsync(text.AsMemory(0, 10), WebSocketMessageType.Text, false);
        await client.SendBytesAsync(text.AsMemory(10, 60_000), WebSocketMessageType.Text, false);
        await client.SendBytesAsync(text.AsMemory(60_010), WebSocketMessageType.Text, true);
        Assert.Equal("big", (await client.WaitForAsync("session.pong"))["ref"]);
    }

    [Fact]
    public async Task NormalClose_IsAnswered()
    {
        await using var client = await ClientAsync();
        Assert.Equal((1000, ""), await client.CloseAsync());
    }

    [Fact]
    public async Task UnmaskedFrame_Closes1002()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", fixture.Server.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            "GET /ws/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        using var stream = new NetworkStream(socket);
        var received = new List<byte>();
        await ReadUntilAsync(stream, received, () => Encoding.Latin1.GetString([.. received]).Contains("\r\n\r\n", StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 101", Encoding.Latin1.GetString([.. received]), StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", Encoding.Latin1.GetString([.. received]), StringComparison.OrdinalIgnoreCase);
        received.Clear();
        await socket.SendAsync(new byte[] { 0x81, 2, (byte)'{', (byte)'}' });
        await ReadUntilAsync(stream, received, () => received.Count >= 4);
        Assert.Equal([0x88, 0x03, 0xEA], (byte[])[received[0], received[2], received[3]]);
    }

    private static async Task ReadUntilAsync(NetworkStream stream, List<byte> received, Func<bool> enough)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[4_096];
        while (!enough())
        {
            var count = await stream.ReadAsync(buffer, patience.Token);
            Assert.NotEqual(0, count);
            received.AddRange(buffer.AsSpan(0, count));
        }
    }

    private Task<RawClient> ClientAsync() => RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
}
