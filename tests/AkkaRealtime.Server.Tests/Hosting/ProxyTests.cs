using System.Net;
using System.Net.Http.Headers;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Hosting;

/// <summary>The server behind a proxy, by the recipes of <c>src/deploy/proxies</c>: what an operator copies has to work.</summary>
public sealed class ProxyTests(ProxyTests.BehindAProxy fixture) : IClassFixture<ProxyTests.BehindAProxy>
{
    private readonly ServerProcess _server = fixture.Server;

    [SkippableTheory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    [InlineData("caddy")]
    public async Task Browser_BehindTheProxy_ChatsAndUploads(string name)
    {
        await using var proxy = await ReverseProxy.StartAsync(name, _server.Url);
        var me = await SignedIn.ByNameAsync(_server.Url, "Alice", ServerFixture.NewName());

        // A browser sends the origin of the page, which came by the same proxy.
        await using var client = await ConnectAsync(proxy, me.Token, "127.0.0.1");
        await client.UntilReadyAsync();
        var room = (await client.RequestAsync("chat.create", new { kind = "group", name = "Behind" })).Data.GetProperty("room").GetProperty("id").GetString();
        await client.RequestAsync("chat.send", new { room, key = "k", text = new string('s', 40_000) });
        Assert.Equal(40_000, (await client.WaitForAsync("chat.message"))["text"]!.Length);

        using var http = new HttpClient(ReverseProxy.From("127.0.0.1"));
        using var upload = new HttpRequestMessage(HttpMethod.Post, new Uri(proxy.Url, $"/api/v1/rooms/{room}/files?name=large.bin"))
        {
            Content = new ByteArrayContent(new byte[20_000_000]) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
        };
        upload.Headers.Authorization = new AuthenticationHeaderValue("Bearer", me.Token);
        using var uploaded = await http.SendAsync(upload);
        Assert.Equal(HttpStatusCode.Created, uploaded.StatusCode);
    }

    [SkippableTheory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    [InlineData("caddy")]
    public async Task AnotherSite_BehindTheProxy_IsRefused(string name)
    {
        await using var proxy = await ReverseProxy.StartAsync(name, _server.Url);
        using var handler = ReverseProxy.From("127.0.0.1");
        using var http = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(proxy.Url, "/ws/ws"));
        foreach (var (header, value) in new Dictionary<string, string>
        {
            ["Connection"] = "Upgrade",
            ["Upgrade"] = "websocket",
            ["Sec-WebSocket-Version"] = "13",
            ["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ==",
            ["Origin"] = "https://evil.example.com",
        })
            request.Headers.TryAddWithoutValidation(header, value);
        using var response = await http.SendAsync(request, default);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [SkippableTheory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    [InlineData("caddy")]
    public async Task ClientsAddress_BehindTheProxy_IsItsOwnAndCannotBeInvented(string name)
    {
        await using var proxy = await ReverseProxy.StartAsync(name, _server.Url);
        var me = await SignedIn.ByNameAsync(_server.Url, "Alice", ServerFixture.NewName());
        await using var first = await ConnectAsync(proxy, me.Token, "127.0.0.2");
        await using var second = await ConnectAsync(proxy, me.Token, "127.0.0.2");
        await first.UntilReadyAsync();
        await second.UntilReadyAsync();

        // Two connections an address: the third is one too many, whatever it claims, and somebody else's first is not.
        await using var third = await ConnectAsync(proxy, me.Token, "127.0.0.2", forwardedFor: "192.0.2.7");
        Assert.Equal(1013, (await third.Closed).Code);
        await using var other = await ConnectAsync(proxy, me.Token, "127.0.0.3");
        await other.UntilReadyAsync();
    }

    private static async Task<RawClient> ConnectAsync(ReverseProxy proxy, string token, string from, string? forwardedFor = null) => await RawClient.OpenAsync(
        new Uri($"wss://{proxy.Url.Authority}/ws/ws?access_token={token}"),
        o =>
        {
            o.SetRequestHeader("Origin", $"https://{proxy.Url.Authority}");
            if (forwardedFor is not null)
                o.SetRequestHeader("X-Forwarded-For", forwardedFor);
        },
        new HttpMessageInvoker(ReverseProxy.From(from)));

    public sealed class BehindAProxy() : ClassServer(new ServerSettings
    {
        Options = new Dictionary<string, string>
        {
            ["AkkaRealtime:TrustedProxies:0"] = "127.0.0.1",
            ["AkkaRealtime:Limits:MaxConnectionsPerAddress"] = "2",
        },
    });
}
