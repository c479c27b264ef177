using System.Net;
using System.Text;
using AkkaRealtime.Connections;
using AkkaRealtime.Connections.Upgrade;
using CsCheck;
using Microsoft.AspNetCore.Builder;

namespace AkkaRealtime.Tests.Connections.Upgrade;

public sealed class UpgradeRequestTests
{
    private const string Good =
        "GET /ws/ws?access_token=a%2Fb&device=d HTTP/1.1\r\nHost: h:1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nsec-websocket-key: k\r\nOrigin: http://h:1\r\nAccept-Language: en\r\n\r\n";

    private static readonly ClientAddresses Addresses = new(new ForwardedHeadersOptions(), new LimitOptions());

    [Fact]
    public void TryRead_PlainUpgrade_IsTheRequest()
    {
        var request = UpgradeRequest.TryRead(Encoding.ASCII.GetBytes(Good + "frames"), "/ws/ws", Addresses, IPAddress.Loopback, out var length);
        Assert.Equal(
            new HandshakeRequest
            {
                IsWebSocket = true,
                NeedsKey = true,
                Version = "13",
                Key = "k",
                Origin = "http://h:1",
                Host = "h:1",
                QueryToken = "a/b",
                Device = "d",
                Address = IPAddress.Loopback,
            },
            request);
        Assert.Equal(Good.Length, length);
    }

    [Theory]
    [InlineData("GET /ws/ws?access_token=a%2Fb&device=d HTTP/1.1", "GET HTTP/1.1")]
    [InlineData("GET /ws/ws", "GET /ws/wsx")]
    [InlineData("GET /ws/ws", "GET /WS/ws")]
    [InlineData("GET", "POST")]
    [InlineData("HTTP/1.1", "HTTP/1.0")]
    [InlineData("?access", " ?access")]
    [InlineData("Host: h:1\r\n", "")]
    [InlineData("Host: h:1\r\n", "Host: h:1\r\nHost: h:2\r\n")]
    [InlineData("Host: h:1", "Host : h:1")]
    [InlineData("Upgrade: websocket", "Upgrade: h2c")]
    [InlineData("Connection: keep-alive, Upgrade", "Connection: keep-alive")]
    [InlineData("Accept-Language: en", "Content-Length: 5")]
    [InlineData("Accept-Language: en", "Transfer-Encoding: chunked")]
    [InlineData("Accept-Language: en", "X-Forwarded-Host: other")]
    [InlineData("Accept-Language: en", "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.2")]
    [InlineData("Accept-Language: en", "Accept:\r\n folded")]
    [InlineData("Accept-Language: en", "Accept: \u0001")]
    [InlineData("\r\n\r\n", "\r\n")]
    public void TryRead_AnythingUnusual_IsLeftToTheServer(string what, string instead) =>
        Assert.Null(UpgradeRequest.TryRead(Encoding.Latin1.GetBytes(Good.Replace(what, instead, StringComparison.Ordinal)), "/ws/ws", Addresses, IPAddress.Loopback, out _));

    [Fact]
    public void TryRead_ForwardedForOfWhomNoLimitHolds_IsRead() =>
        Assert.NotNull(UpgradeRequest.TryRead(Encoding.ASCII.GetBytes(Good.Replace("Accept-Language", "X-Forwarded-For", StringComparison.Ordinal)), "/ws/ws", Addresses, IPAddress.Loopback, out _));

    [Fact]
    public void TryRead_ForwardedForOfSomebodyOnTheInternet_IsLeftToTheServer() =>
        Assert.Null(UpgradeRequest.TryRead(
            Encoding.ASCII.GetBytes(Good.Replace("Accept-Language", "X-Forwarded-For", StringComparison.Ordinal)), "/ws/ws", Addresses, IPAddress.Parse("203.0.113.7"), out _));

    [Fact]
    public void TryRead_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        UpgradeRequest.TryRead(bytes, "/ws/ws", Addresses, null, out _);
        UpgradeRequest.TryRead([.. "GET /ws/ws HTTP/1.1\r\n"u8, .. bytes, .. "\r\n\r\n"u8], "/ws/ws", Addresses, null, out _);
    });
}
