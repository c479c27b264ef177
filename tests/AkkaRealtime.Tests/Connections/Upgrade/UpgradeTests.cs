using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using AkkaRealtime.Connections;

namespace AkkaRealtime.Tests.Connections.Upgrade;

/// <summary>Real sockets through a real Kestrel: both versions of HTTP, all close codes of protocol §2, all refusals.</summary>
public sealed class UpgradeTests : UpgradeSpec
{
    [Theory]
    [InlineData(UpgradeKind.Http1)]
    [InlineData(UpgradeKind.Http2)]
    [InlineData(UpgradeKind.BelowHttp)]
    public async Task Connect_TokenInSessionAuth_IsReadyAndAnswers(UpgradeKind kind)
    {
        using var socket = await Server.ConnectAsync(kind);
        await UpgradeFixture.SendAsync(socket, """{"type":"session.auth","data":{"token":"alice","ref":"r1"}}""");
        var ready = await UpgradeFixture.ReceiveAsync(socket);
        Assert.Equal(("session.ready", "r1"), (ready.GetProperty("type").GetString(), ready.GetProperty("data").GetProperty("ref").GetString()));
        var text = new string('ü', 1_000);
        await UpgradeFixture.SendAsync(socket, $$$"""{"type":"test.chat","data":{"text":"{{{text}}}","ref":"r2"}}""");
        var error = await UpgradeFixture.ReceiveAsync(socket);
        Assert.Equal((text, "r2"), (error.GetProperty("data").GetProperty("message").GetString(), error.GetProperty("data").GetProperty("ref").GetString()));
    }

    [Theory]
    [InlineData(UpgradeKind.Http1)]
    [InlineData(UpgradeKind.Http2)]
    [InlineData(UpgradeKind.BelowHttp)]
    public async Task Connect_TokenInHeader_IsReady(UpgradeKind kind)
    {
        using var socket = await Server.ConnectAsync(kind, configure: o => o.SetRequestHeader("Authorization", "Bearer alice"));
        await ExpectReadyAsync(socket);
    }

    [Theory]
    [InlineData(UpgradeKind.Http1)]
    [InlineData(UpgradeKind.Http2)]
    [InlineData(UpgradeKind.BelowHttp)]
    public async Task Connect_TokenInSubprotocol_IsReadyAndSelectsOurs(UpgradeKind kind)
    {
        using var socket = await Server.ConnectAsync(kind, configure: o =>
        {
            o.AddSubProtocol("akkarealtime.v1");
            o.AddSubProtocol("bearer.alice");
        });
        Assert.Equal("akkarealtime.v1", socket.SubProtocol);
        await ExpectReadyAsync(socket);
    }

    [Fact]
    public async Task Connect_TokenAndDeviceInUrl_IsReady()
    {
        using var socket = await Server.ConnectAsync(query: "access_token=alice&device=phone");
        Assert.Equal("phone", (await ExpectReadyAsync(socket)).GetProperty("device").GetString());
    }

    [Theory]
    [InlineData(UpgradeKind.Http1)]
    [InlineData(UpgradeKind.Http2)]
    [InlineData(UpgradeKind.BelowHttp)]
    public async Task Close_ByTheClient_IsAnsweredAndLeavesNothing(UpgradeKind kind)
    {
        using var socket = await Server.ConnectAsync(kind, "access_token=alice");
        await ExpectReadyAsync(socket);
        using var enough = new CancellationTokenSource(Patient.Wait);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", enough.Token);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
        await EmptyAsync();
    }

    [Theory]
    [InlineData(UpgradeKind.Http1)]
    [InlineData(UpgradeKind.Http2)]
    [InlineData(UpgradeKind.BelowHttp)]
    public async Task Close_ClientGoneWithoutAWord_LeavesNothing(UpgradeKind kind)
    {
        using var socket = await Server.ConnectAsync(kind, "access_token=alice");
        await ExpectReadyAsync(socket);
        socket.Abort();
        await EmptyAsync();
    }

    [Theory]
    [InlineData(UpgradeKind.Http1, "GET")]
    [InlineData(UpgradeKind.Http1, "POST")]
    [InlineData(UpgradeKind.BelowHttp, "GET")]
    public async Task Plain_Request_Is426AsAProblem(UpgradeKind kind, string method)
    {
        using var client = new HttpClient { BaseAddress = Server.UriOf(kind) };
        using var request = new HttpRequestMessage(new HttpMethod(method), "/ws/ws");
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(426, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32());
        Assert.Equal("13", Assert.Single(response.Headers.GetValues("Sec-WebSocket-Version")));
    }

    [Theory]
    [InlineData(UpgradeKind.Http1, "access_token=bad", null, HttpStatusCode.Unauthorized)]
    [InlineData(UpgradeKind.BelowHttp, "access_token=bad", null, HttpStatusCode.Unauthorized)]
    [InlineData(UpgradeKind.Http2, "access_token=bad", null, HttpStatusCode.Unauthorized)]
    [InlineData(UpgradeKind.Http1, "", "https://evil.example.net", HttpStatusCode.Forbidden)]
    [InlineData(UpgradeKind.BelowHttp, "", "https://evil.example.net", HttpStatusCode.Forbidden)]
    [InlineData(UpgradeKind.Http2, "", "https://evil.example.net", HttpStatusCode.Forbidden)]
    [InlineData(UpgradeKind.Http1, "device=a%20b", null, HttpStatusCode.BadRequest)]
    [InlineData(UpgradeKind.BelowHttp, "device=a%20b", null, HttpStatusCode.BadRequest)]
    [InlineData(UpgradeKind.Http1, "access_token=down", null, HttpStatusCode.ServiceUnavailable)]
    [InlineData(UpgradeKind.BelowHttp, "access_token=down", null, HttpStatusCode.ServiceUnavailable)]
    public async Task Connect_Refused_BeforeTheUpgrade(UpgradeKind kind, string query, string? origin, HttpStatusCode status)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (kind == UpgradeKind.Http2)
            (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        var uri = new UriBuilder(Server.UriOf(kind)) { Scheme = "ws", Path = "/ws/ws", Query = query }.Uri;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(uri, kind == UpgradeKind.Http2 ? invoker : null, CancellationToken.None));
        Assert.Equal(status, socket.HttpStatusCode);
        Assert.Equal(0, Server.Admission.Count);
    }

    [Theory]
    [InlineData(UpgradeKind.Http1)]
    [InlineData(UpgradeKind.Http2)]
    [InlineData(UpgradeKind.BelowHttp)]
    public async Task Connect_OverTheLimit_Closes1013(UpgradeKind kind)
    {
        Options.Limits.MaxConnectionsPerUser = 1;
        using var first = await Server.ConnectAsync(kind, "access_token=alice");
        await ExpectReadyAsync(first);
        using var second = await Server.ConnectAsync(kind, "access_token=alice");
        Assert.Equal(1013, await UpgradeFixture.CloseCodeAsync(second));
    }

    [Theory]
    [InlineData(UpgradeKind.Http1, "revoke", 4410)]
    [InlineData(UpgradeKind.Http1, "forbid", 4403)]
    [InlineData(UpgradeKind.Http1, "flood", 4001)]
    [InlineData(UpgradeKind.BelowHttp, "flood", 4001)]
    public async Task Close_ByTheServer_ShowsItsCode(UpgradeKind kind, string what, int code)
    {
        using var socket = await Server.ConnectAsync(kind, query: "access_token=alice");
        await ExpectReadyAsync(socket);
        await UpgradeFixture.SendAsync(socket, $$$"""{"type":"test.chat","data":{"text":"{{{what}}}"}}""");
        // Whoever reads meanwhile may keep up with a flood.
        await Server.SessionClosedAsync();
        Assert.Equal(code, await UpgradeFixture.CloseCodeAsync(socket));
        await EmptyAsync();
    }

    [Fact]
    public async Task Close_NobodySignsIn_Is4401()
    {
        using var socket = await Server.ConnectAsync();
        Assert.Equal(4401, await UpgradeFixture.CloseCodeAsync(socket));
    }

    [Theory]
    [InlineData(UpgradeKind.Http1)]
    [InlineData(UpgradeKind.Http2)]
    [InlineData(UpgradeKind.BelowHttp)]
    public async Task Close_Binary_Is1003(UpgradeKind kind)
    {
        using var socket = await Server.ConnectAsync(kind, "access_token=alice");
        await socket.SendAsync(new byte[1], WebSocketMessageType.Binary, true, CancellationToken.None);
        Assert.Equal(1003, await UpgradeFixture.CloseCodeAsync(socket));
    }

    [Fact]
    public async Task Close_MessageTooBig_Is1009()
    {
        using var socket = await Server.ConnectAsync(query: "access_token=alice");
        await UpgradeFixture.SendAsync(socket, new string('x', 5_000));
        Assert.Equal(1009, await UpgradeFixture.CloseCodeAsync(socket));
    }

    [Fact]
    public async Task Close_InvalidUtf8_Is1007()
    {
        using var socket = await Server.ConnectAsync(query: "access_token=alice");
        await socket.SendAsync(new byte[] { 0xC3 }, WebSocketMessageType.Text, true, CancellationToken.None);
        Assert.Equal(1007, await UpgradeFixture.CloseCodeAsync(socket));
    }

    [Theory]
    [InlineData(UpgradeKind.Http1)]
    [InlineData(UpgradeKind.BelowHttp)]
    public async Task Close_BrokenFraming_Is1002(UpgradeKind kind)
    {
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(Server.UriOf(kind).Host, Server.UriOf(kind).Port);
        var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /ws/ws HTTP/1.1\r\nHost: {Server.UriOf(kind).Authority}\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));

        // Sent with the request, before the answer: nothing of it may be lost.
        await stream.WriteAsync(new byte[] { 0x81, 0x01, 0x41 });
        using var all = new MemoryStream();
        await stream.CopyToAsync(all).WaitAsync(Patient.Wait); // In good order, although this side is still open.
        var answer = Encoding.Latin1.GetString(all.ToArray());
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", answer, StringComparison.Ordinal);
        Assert.Equal((0x88, 0x03, 0xEA), Frame(all.ToArray()));
    }

    [Fact]
    public async Task Close_BadEnvelopes_Is4400()
    {
        using var socket = await Server.ConnectAsync(query: "access_token=alice");
        for (var i = 0; i < 21; i++)
            await UpgradeFixture.SendAsync(socket, "bad");
        Assert.Equal(4400, await UpgradeFixture.CloseCodeAsync(socket));
    }

    [Fact]
    public async Task Close_Flood_Is4002()
    {
        Options.Limits.Burst = 1;
        using var socket = await Server.ConnectAsync(query: "access_token=alice");
        for (var i = 0; i < 60; i++)
            await UpgradeFixture.SendAsync(socket, """{"type":"session.ping"}""");
        Assert.Equal(4002, await UpgradeFixture.CloseCodeAsync(socket));
    }

    [Fact]
    public async Task Close_ActorFails_Is1011()
    {
        using var socket = await Server.ConnectAsync(query: "access_token=alice");
        await UpgradeFixture.SendAsync(socket, """{"type":"test.bug"}""");
        Assert.Equal(1011, await UpgradeFixture.CloseCodeAsync(socket));
    }

    [Theory]
    [InlineData(UpgradeKind.Http1)]
    [InlineData(UpgradeKind.Http2)]
    [InlineData(UpgradeKind.BelowHttp)]
    public async Task Close_Drain_Is1001AndNobodyComesIn(UpgradeKind kind)
    {
        using var socket = await Server.ConnectAsync(kind, "access_token=alice");
        await ExpectReadyAsync(socket);
        var drained = Server.Connections.Ask<Drained>(new Drain(0), Patient.Wait);
        Assert.Equal("session.draining", (await UpgradeFixture.ReceiveAsync(socket)).GetProperty("type").GetString());
        Assert.Equal(1001, await UpgradeFixture.CloseCodeAsync(socket));
        await drained;
        await Assert.ThrowsAsync<WebSocketException>(() => Server.ConnectAsync(kind));
    }

    [Fact]
    public async Task Close_NothingHeard_Is4000()
    {
        await using var fixture = await UpgradeFixture.StartAsync(o => o.Connections.HeartbeatMs = 300);

        // ClientWebSocket answers pings only while it is being read; this one is read when the server has given it up.
        using var socket = await fixture.ConnectAsync(query: "access_token=alice", configure: o => o.KeepAliveInterval = TimeSpan.Zero);
        await fixture.SessionClosedAsync();
        Assert.Equal(4000, await UpgradeFixture.CloseCodeAsync(socket));
    }

    private static async Task<JsonElement> ExpectReadyAsync(ClientWebSocket socket)
    {
        var ready = await UpgradeFixture.ReceiveAsync(socket);
        Assert.Equal("session.ready", ready.GetProperty("type").GetString());
        return ready.GetProperty("data");
    }

    // The end of a socket is seen by the server a moment after the client's.
    private async Task EmptyAsync()
    {
        await Server.ClosedAsync();
        Assert.Equal(0, Server.Admission.Count);
    }

    private static (int First, int High, int Low) Frame(byte[] end)
    {
        var at = Array.IndexOf(end, (byte)0x88);
        return at < 0 ? default : (end[at], end[at + 2], end[at + 3]);
    }
}
