using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>wss where the server itself ends TLS (protocol §1): by HTTP/1.1's upgrade, and by HTTP/2's extended CONNECT as browsers do it.</summary>
public sealed class TlsTests(TlsTests.WithTls fixture) : IClassFixture<TlsTests.WithTls>
{
    private readonly ServerProcess _server = fixture.Server;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Wss_IsReady_AndCarriesMessages(string http)
    {
        var url = await _server.SecureUrlAsync();
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=127.0.0.1";
        using var over = new HttpMessageInvoker(handler);
        var signedIn = await SignedIn.ByNameAsync(_server.Url, "secure");

        await using var client = await RawClient.OpenAsync(
            new Uri($"wss://{url.Authority}/ws/ws?access_token={signedIn.Token}"),
            o => (o.HttpVersion, o.HttpVersionPolicy) = (Version.Parse(http), HttpVersionPolicy.RequestVersionExact),
            over);

        await client.UntilReadyAsync();
        var room = (await client.RequestAsync("chat.create", new { kind = "group", name = "Safe" })).Data.GetProperty("room").GetProperty("id").GetString();
        await client.RequestAsync("chat.send", new { room, key = "k", text = new string('s', 40_000) });
        Assert.Equal(40_000, (await client.WaitForAsync("chat.message"))["text"]!.Length);
        Assert.Equal(1000, (await client.CloseAsync()).Code);
    }

    [Fact]
    public async Task Https_IsKeptTo_AndThePageMayConnectHereOnly()
    {
        var url = await _server.SecureUrlAsync();
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=127.0.0.1";
        using var http = new HttpClient(handler);
        using var response = await http.GetAsync(new Uri(url, "/api/v1/nothing"));
        Assert.Equal("max-age=31536000", Assert.Single(response.Headers.GetValues("Strict-Transport-Security")));
        Assert.EndsWith($"connect-src 'self' wss://{url.Authority}", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    // Last: the server of this class has another certificate then.
    [Fact]
    public async Task Certificate_ThatWasRenewed_IsUsed_AndConnectionsStay()
    {
        var url = await _server.SecureUrlAsync();
        var signedIn = await SignedIn.ByNameAsync(_server.Url, "renewed");
        var subjects = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        using var handler = Handler();
        using var over = new HttpMessageInvoker(handler);
        await using var client = await RawClient.OpenAsync(new Uri($"wss://{url.Authority}/ws/ws?access_token={signedIn.Token}"), _ => { }, over);
        await client.UntilReadyAsync();
        var before = subjects.Last();
        _server.RenewCertificate();
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (subjects.Last() == before)
        {
            using var another = Handler();
            using var http = new HttpClient(another);
            using var response = await http.GetAsync(new Uri(url, "/healthz/live"), enough.Token);
        }

        await client.RequestAsync("chat.rooms", new { });

        SocketsHttpHandler Handler() => new()
        {
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    subjects.Enqueue(certificate?.GetSerialNumberString());
                    return certificate?.Subject == "CN=127.0.0.1";
                },
            },
        };
    }

    public sealed class WithTls() : ClassServer(new ServerSettings { Tls = true });
}
