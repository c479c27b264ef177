using System.Globalization;
using System.IO.Compression;
using System.Net;
using AkkaRealtime.Outbound;
using AkkaRealtime.Routing.Chat.Previews;
using Microsoft.AspNetCore.Http;

namespace AkkaRealtime.Tests.Routing.Chat.Previews;

/// <summary>Fetches from a site on this machine: what is said to it, and how much is taken of what it says.</summary>
public sealed class WebFetcherTests : IAsyncLifetime
{
    private readonly LinkPreviewOptions _options = new() { MaxPageBytes = 10_000, MaxImageBytes = 10_000, MaxRedirects = 2 };
    private Func<HttpContext, Task> _answer = _ => Task.CompletedTask;
    private TestSite _site = null!;

    public async Task InitializeAsync()
    {
        _site = await TestSite.StartAsync(context => _answer(context));
        _options.Ports.Add(_site.Address.Port);
        _options.AllowedNetworks.Add("127.0.0.1/32");
    }

    public Task DisposeAsync() => _site.DisposeAsync().AsTask();

    [Fact]
    public async Task Page_IsAskedFor_WithoutAnythingOfWhoAsks()
    {
        _answer = context =>
        {
            context.Response.Cookies.Append("id", "1");
            return Html(context, "hello");
        };
        using var traced = new System.Diagnostics.Activity("request").Start();
        using var web = Web();
        await web.PageAsync(new Uri(_site.Of("/a#part")), default);
        var page = await web.PageAsync(new Uri(_site.Of("/a")), default);

        Assert.Equal(("text/html", "utf-8", "hello"), (page!.Type, page.Charset, System.Text.Encoding.UTF8.GetString(page.Bytes)));
        Assert.Equal(["/a", "/a"], _site.Asked);
        Assert.All(_site.Headers, headers =>
        {
            Assert.StartsWith("AkkaRealtime/", headers["User-Agent"], StringComparison.Ordinal);
            Assert.Equal(["Accept", "Accept-Encoding", "Host", "User-Agent"], headers.Keys.Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public async Task Page_OfAnyLength_IsReadToTheLimit_UnpackedToo()
    {
        _answer = async context =>
        {
            context.Response.ContentType = "text/html";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            var zeros = new byte[1_000_000];
            try
            {
                while (true)
                    await packed.WriteAsync(zeros, context.RequestAborted);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // Nobody reads any more, which is what is looked at.
            }
        };
        using var web = Web();

        Assert.Equal(10_000, (await web.PageAsync(new Uri(_site.Of("/bomb")), default))!.Bytes.Length);
    }

    [Theory]
    [InlineData("image/png", 10_000, true, true)]
    [InlineData("image/png", 10_001, true, false)]
    [InlineData("image/png", 10_001, false, false)]
    [InlineData("text/html", 10, true, false)]
    [InlineData("application/octet-stream", 10, true, true)]
    public async Task Image_IsTakenWholeOrNotAtAll(string type, int length, bool declared, bool taken)
    {
        _answer = context =>
        {
            context.Response.ContentType = type;
            if (declared)
                context.Response.ContentLength = length;
            return context.Response.Body.WriteAsync(new byte[length]).AsTask();
        };
        using var web = Web();

        Assert.Equal(taken, await web.ImageAsync(new Uri(_site.Of("/i")), default) is not null);
    }

    [Theory]
    [InlineData("text/plain", 200)]
    [InlineData("application/json", 200)]
    [InlineData("application/pdf", 200)]
    [InlineData("", 200)]
    [InlineData("text/html", 404)]
    [InlineData("text/html", 500)]
    public async Task Page_ThatIsNone_IsNotRead(string type, int status)
    {
        _answer = context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (status, type);
            return context.Response.WriteAsync("hello");
        };
        using var web = Web();

        Assert.Null(await web.PageAsync(new Uri(_site.Of("/")), default));
    }

    [Theory]
    [InlineData("/0", true)]
    [InlineData("/2", true)]
    [InlineData("/3", false)]
    [InlineData("/loop", false)]
    public async Task Redirects_AreFollowed_SoManyAndNoMore(string path, bool found)
    {
        _answer = context => context.Request.Path.Value switch
        {
            "/0" => Html(context, "found"),
            "/loop" => Redirect(context, "/loop"),
            var p => Redirect(context, (int.Parse(p.AsSpan(1), CultureInfo.InvariantCulture) - 1).ToString(CultureInfo.InvariantCulture)),
        };
        using var web = Web();

        var page = await web.PageAsync(new Uri(_site.Of(path)), default);

        Assert.Equal(found, page is not null);
        if (found)
            Assert.Equal(_site.Of("/0"), page!.Address.AbsoluteUri);
        Assert.InRange(_site.Asked.Count, 1, 3);
    }

    [Theory]
    [InlineData("http://127.0.0.2:{0}/")]
    [InlineData("http://localtest.invalid:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://[::ffff:127.0.0.2]:{0}/")]
    [InlineData("//2130706434:{0}/")]
    [InlineData("http://0x7f.2:{0}/")]
    [InlineData("http://169.254.169.254:{0}/latest/meta-data/")]
    public async Task Redirect_ToWhatMayNotBeReached_IsAConnectionThatIsRefused(string location)
    {
        await using var other = await TestSite.StartAsync(context => Html(context, "secret"), "127.0.0.2");
        _options.Ports.Add(other.Address.Port);
        _answer = context => Redirect(context, string.Format(CultureInfo.InvariantCulture, location, other.Address.Port));
        using var web = Web((host, _) => Task.FromResult<IPAddress[]>(host == "localtest.invalid" ? [IPAddress.Parse("127.0.0.2")] : []));

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => web.PageAsync(new Uri(_site.Of("/")), default));

        Assert.IsType<NoPublicAddressException>(refused.InnerException);
        Assert.Empty(other.Asked);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:text/html,hello")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://127.0.0.1:9/")]
    [InlineData("http://user:password@127.0.0.1:{0}/")]
    [InlineData("http://denied.example:{0}/")]
    [InlineData("http://[x")]
    public async Task Redirect_ToWhatIsNeverAskedFor_IsTheEnd(string location)
    {
        _options.DeniedHosts.Add("denied.example");
        _answer = context => context.Request.Path == "/" ? Redirect(context, string.Format(CultureInfo.InvariantCulture, location, _site.Address.Port)) : Html(context, "reached");
        using var web = Web();

        Assert.Null(await web.PageAsync(new Uri(_site.Of("/")), default));
        Assert.Equal(["/"], _site.Asked);
    }

    [Fact]
    public async Task Page_OfASiteThatHolds_EndsWithTheCallersTime()
    {
        using var stop = new CancellationTokenSource();
        _answer = async context =>
        {
            context.Response.ContentType = "text/html";
            await context.Response.Body.FlushAsync();
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        using var web = Web();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => web.PageAsync(new Uri(_site.Of("/")), stop.Token));
    }

    private WebFetcher Web(Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) => new(_options, new SiteRules(_options), new AddressGuard(_options.Networks, resolve));

    private static Task Html(HttpContext context, string html)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(html);
    }

    private static Task Redirect(HttpContext context, string location)
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
