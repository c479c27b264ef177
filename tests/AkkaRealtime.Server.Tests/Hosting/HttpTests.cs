using System.Net;
using System.Text;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Hosting;

[Collection(SharedServer.Name)]
public sealed class HttpTests(ServerFixture fixture)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task Health_OfARunningServer_IsGood(string path)
    {
        using var response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("Healthy", body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Ready_NamesNodeStoreAndMediaServers()
    {
        using var response = await GetAsync("/healthz/ready");
        var checks = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("checks");
        Assert.Equal(["accepting", "node", "sfu", "store"], checks.EnumerateObject().Select(c => c.Name).Order());
    }

    [Fact]
    public async Task DevSignIn_Name_GivesTokenUserAndExpiry()
    {
        var (status, answer) = await PostAsync("""{"name":"Alice Ärmel"}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(3, answer.GetProperty("token").GetString()!.Split('.').Length);
        Assert.Equal("alice-armel", answer.GetProperty("user").GetProperty("id").GetString());
        Assert.Equal("Alice Ärmel", answer.GetProperty("user").GetProperty("name").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", answer.GetProperty("expiresAt").GetString());
        Assert.Equal(["token", "user", "expiresAt"], answer.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task DevSignIn_User_IsTaken()
    {
        var (_, answer) = await PostAsync("""{"name":"Alice","user":"a.b:c@d_e-1"}""");
        Assert.Equal("a.b:c@d_e-1", answer.GetProperty("user").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"  "}""")]
    [InlineData("""{"name":5}""")]
    [InlineData("""{"name":"a\u0000b"}""")]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("""{"name":"Alice","user":""}""")]
    [InlineData("""{"name":"Alice","user":"a b"}""")]
    [InlineData("""{"name":"01234567890123456789012345678901234567890123456789012345678901234"}""")]
    public async Task DevSignIn_BadInput_IsAProblem(string body)
    {
        var (status, answer) = await PostAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(400, answer.GetProperty("status").GetInt32());
        Assert.NotEmpty(answer.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task DevSignIn_HugeBody_Is413()
    {
        var (status, _) = await PostAsync($$"""{"name":"{{new string('a', 10_000)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    [Fact]
    public async Task Metrics_ArePrometheus_WithOurMeterTheRuntimesAndKestrels()
    {
        await using var client = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var created = await client.RequestAsync("chat.create", new { kind = "group", name = "Metrics" });
        var room = created.Data.GetProperty("room").GetProperty("id").GetString();

        // A delivery is counted right after it was handed over: when the second one is here, the first is counted.
        foreach (var key in (string[])["first", "second"])
        {
            await client.RequestAsync("chat.send", new { room, key, text = key });
            await client.WaitForAsync("chat.message", m => m["key"] == key);
        }

        using var response = await GetAsync("/metrics");
        var text = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("text/plain", response.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        foreach (var name in (string[])[
            "akkarealtime_connections", "akkarealtime_messages_in_total", "akkarealtime_messages_out_total", "akkarealtime_deliveries_total",
            "akkarealtime_queue_depth", "akkarealtime_journal_commit_seconds_bucket", "akkarealtime_journal_entries_count",
            "dotnet_gc_", "kestrel_active_connections"])
        {
            Assert.Contains(name, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Root_IsThePage_NeverCached_NothingInline()
    {
        using var response = await GetAsync("/");
        var html = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<div id=\"root\">", html, StringComparison.Ordinal);
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
        Assert.DoesNotMatch("<script(?![^>]*src=)", html);
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assets_AreCachedForGood()
    {
        using var page = await GetAsync("/");
        var html = await page.Content.ReadAsStringAsync();
        var script = System.Text.RegularExpressions.Regex.Match(html, "src=\"\\./(assets/[^\"]+)\"").Groups[1].Value;
        using var response = await GetAsync(script);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);

        // What speaks of documents costs as much as a small script, and nobody asks whether it has changed.
        Assert.False(response.Headers.Contains("Content-Security-Policy") || response.Headers.Contains("Permissions-Policy"));
        Assert.True(response.Headers.ETag is null && response.Content.Headers.LastModified is null && !response.Headers.Contains("Accept-Ranges"));
    }

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("identity", null)]
    public async Task PageAndAssets_AreSentAsTheBuildCompressedThem(string accepted, string? encoding)
    {
        using var page = await GetAsync("/");
        var html = await page.Content.ReadAsStringAsync();
        using var asked = new HttpRequestMessage(HttpMethod.Get, fixture.Server.Url);
        asked.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var compressed = await Http.SendAsync(asked);
        Assert.Equal(encoding, compressed.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/html", compressed.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-cache", compressed.Headers.CacheControl!.ToString());
        var script = System.Text.RegularExpressions.Regex.Match(html, "src=\"\\./(assets/[^\"]+)\"").Groups[1].Value;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Server.Url, script));
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var response = await Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tflite-simd-1-0-0.wasm", "application/wasm")]
    [InlineData("selfie_segmentation_landscape.tflite", "application/octet-stream")]
    [InlineData("tflite-simd-1-0-0.js", "text/javascript")]
    public async Task FilesOfTheBlur_AreCachedForGood_WithTheirType(string name, string type)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Server.Url, $"/assets/video-processors-3.2.0/{name}"));
        asked.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
        using var response = await Http.SendAsync(asked);
        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal("br", response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WebAssembly_IsForTheWorkerThatBlursAlone()
    {
        using var page = await GetAsync("/");
        using var worker = await GetAsync("/assets/video-processors-3.2.0/twilio-gaussian-blur-background-processor-pipeline-worker.js");
        Assert.Equal("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'", worker.Headers.GetValues("Content-Security-Policy").Single());
        Assert.DoesNotContain("wasm", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    // By ways that hold wherever a proxy has the page: it names its files by where it is itself.
    [Theory]
    [InlineData("/rooms/0198c0ffee?as=Ann", "../?as=Ann", "/?as=Ann")]
    [InlineData("/anything", "./", "/")]
    [InlineData("/admin", "admin/", "/admin/")]
    [InlineData("/admin/users/ann", "../../admin/", "/admin/")]
    public async Task PathThatIsNoFiles_LeadsToThePage(string path, string location, string page)
    {
        using var straight = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await straight.GetAsync(new Uri(fixture.Server.Url, path));
        Assert.Equal((HttpStatusCode.Redirect, location), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        using var response = await GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, page), (response.StatusCode, response.RequestMessage!.RequestUri!.PathAndQuery));
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("/api/v1/nothing")]
    [InlineData("/assets/nothing.js")]
    public async Task UnknownPath_IsNotFound(string path)
    {
        using var response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/healthz/live")]
    [InlineData("/api/v1/nothing")]
    public async Task EveryAnswer_HasSecurityHeaders(string path)
    {
        using var response = await GetAsync(path);
        string Header(string name) => response.Headers.GetValues(name).Single();
        Assert.EndsWith($"; connect-src 'self' ws://{fixture.Server.Url.Authority}", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
        Assert.DoesNotContain("unsafe", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.StartsWith("camera=(self), microphone=(self), display-capture=(self)", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task SocketPathWithoutUpgrade_IsUpgradeRequired()
    {
        using var response = await GetAsync("/ws/ws");
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    private Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(fixture.Server.Url, path));

    private async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(new Uri(fixture.Server.Url, "/api/v1/dev/sign-in"), content);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }
}
