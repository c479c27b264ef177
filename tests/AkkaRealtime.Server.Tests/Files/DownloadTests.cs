using System.Net;
using System.Net.Http.Headers;
using AkkaRealtime.Server.Tests.Support;
using static AkkaRealtime.Server.Tests.Files.FileClient;

namespace AkkaRealtime.Server.Tests.Files;

[Collection(SharedServer.Name)]
public sealed class DownloadTests(ServerFixture fixture) : IAsyncLifetime
{
    private static readonly byte[] Text = [.. Enumerable.Range(0, 100).Select(i => (byte)('a' + (i % 26)))];
    private FileClient _alice = null!;
    private FileClient _bob = null!;
    private string _room = "";

    public async Task InitializeAsync()
    {
        _alice = await SignInAsync(fixture.Server);
        _bob = await SignInAsync(fixture.Server);
        _room = await _alice.CreateAsync(_bob);
    }

    public async Task DisposeAsync()
    {
        await _alice.DisposeAsync();
        await _bob.DisposeAsync();
    }

    [Fact]
    public async Task Picture_IsShownInPlace_WithEveryGuard()
    {
        var file = await _alice.UploadAsync(_room, "cat.png", UploadTests.Picture(), "image/png");
        using var response = await _alice.GetAsync(file.Url);

        string Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : response.Content.Headers.GetValues(name).Single();
        Assert.Equal(UploadTests.Picture(), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", Header("Content-Type"));
        Assert.StartsWith("inline; filename=cat.png", Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Contains("sandbox", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("script", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal((true, true), (response.Headers.CacheControl!.Private, Header("Cache-Control").Contains("immutable", StringComparison.Ordinal)));
        Assert.Contains("Authorization", response.Headers.Vary);
        Assert.Equal("bytes", Header("Accept-Ranges"));

        using var saved = await _alice.GetAsync(file.Url + "?download");
        Assert.Equal("attachment", saved.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Theory]
    [InlineData("evil.html", "text/html", "<script>alert(1)</script>", "application/octet-stream")]
    [InlineData("evil.svg", "image/svg+xml", "<svg onload='alert(1)' xmlns='http://www.w3.org/2000/svg'/>", "application/octet-stream")]
    [InlineData("evil.png", "image/png", "<script>alert(1)</script>", "application/octet-stream")]
    [InlineData("notes.txt", "text/plain", "<script>alert(1)</script>", "text/plain")]
    public async Task AnythingElse_IsOnlySaved(string name, string type, string content, string served)
    {
        var file = await _alice.UploadAsync(_room, name, System.Text.Encoding.UTF8.GetBytes(content), type);
        using var response = await _alice.GetAsync(file.Url);

        Assert.Equal((served, "attachment"), (response.Content.Headers.ContentType!.ToString(), response.Content.Headers.ContentDisposition!.DispositionType));
    }

    [Theory]
    [InlineData("bytes=0-9", 0, 9)]
    [InlineData("bytes=90-", 90, 99)]
    [InlineData("bytes=-5", 95, 99)]
    [InlineData("bytes=10-1000", 10, 99)]
    public async Task Range_InsideTheFile_IsPartial(string range, int from, int to)
    {
        var file = await _alice.UploadAsync(_room, "a.txt", Text, "text/plain");
        using var response = await _alice.GetAsync(file.Url, r => r.Headers.TryAddWithoutValidation("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal($"bytes {from}-{to}/100", response.Content.Headers.ContentRange!.ToString());
        Assert.Equal(Text[from..(to + 1)], await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Range_BehindTheFile_Is416()
    {
        var file = await _alice.UploadAsync(_room, "a.txt", Text, "text/plain");
        using var response = await _alice.GetAsync(file.Url, r => r.Headers.Range = new RangeHeaderValue(100, null));
        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, "bytes */100"), (response.StatusCode, response.Content.Headers.ContentRange!.ToString()));
    }

    [Fact]
    public async Task Head_IsTheSameWithoutTheBytes_AndWhatIsKnownIsNotSentAgain()
    {
        var file = await _alice.UploadAsync(_room, "a.txt", Text, "text/plain");
        using var head = await _alice.SendAsync(HttpMethod.Head, file.Url);
        Assert.Equal((HttpStatusCode.OK, 100L), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());

        using var known = await _alice.GetAsync(file.Url, r => r.Headers.IfNoneMatch.Add(head.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var changed = await _alice.GetAsync(file.Url, r =>
        {
            r.Headers.Range = new RangeHeaderValue(0, 1);
            r.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue("\"another\""));
        });
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task Rights_FollowTheRoom_FromTheMessageOn()
    {
        var file = await _alice.UploadAsync(_room, "a.txt", Text, "text/plain");
        await StatusAsync(_bob, file, HttpStatusCode.NotFound);

        await _alice.SendAsync(_room, file);
        await StatusAsync(_bob, file, HttpStatusCode.OK);
        await using var carol = await SignInAsync(fixture.Server);
        await StatusAsync(carol, file, HttpStatusCode.NotFound);
        using var nobody = await _alice.SendAsync(HttpMethod.Get, file.Url, token: "");
        await UploadTests.AssertProblemAsync(nobody, HttpStatusCode.Unauthorized);

        await _alice.Socket.RequestAsync("chat.remove", new { room = _room, users = new[] { _bob.Me.User } });
        await StatusAsync(_bob, file, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task MessageDeleted_TakesItsFilesAway()
    {
        var file = await _alice.UploadAsync(_room, "a.txt", Text, "text/plain");
        var message = await _alice.SendAsync(_room, file);
        await _alice.Socket.RequestAsync("chat.delete", new { room = _room, id = message });

        await StatusAsync(_bob, file, HttpStatusCode.Gone);
        Assert.Equal("not-found", await _alice.Socket.RefusalAsync("chat.send", new { room = _room, key = "again", text = "", attachments = new[] { new { id = file.Id } } }));
    }

    [Fact]
    public async Task Send_OfAFileOfSomebodyElse_IsRefused_AndOnesOwnComesWithTheUploadsWords()
    {
        var file = await _alice.UploadAsync(_room, "a.txt", Text, "text/plain");
        Assert.Equal("not-found", await _bob.Socket.RefusalAsync("chat.send", new { room = _room, key = "k", text = "", attachments = new[] { new { id = file.Id } } }));

        await _alice.Socket.RequestAsync("chat.send", new
        {
            room = _room,
            key = "k",
            text = "look",
            attachments = new[] { new { id = file.Id, name = "other.exe", type = "image/png", size = 1, url = "https://elsewhere.example/" } },
        });
        var message = await _bob.Socket.WaitForAsync("chat.message", m => m["key"] == "k");
        var attachment = message.Data.GetProperty("attachments")[0];
        Assert.Equal(
            ("a.txt", "text/plain", 100, file.Url),
            (attachment.GetProperty("name").GetString(), attachment.GetProperty("type").GetString(), attachment.GetProperty("size").GetInt32(), attachment.GetProperty("url").GetString()));

        var again = await _alice.Socket.RequestAsync("chat.send", new { room = _room, key = "k", text = "look", attachments = new[] { new { id = "0000" } } });
        Assert.True(again.Data.GetProperty("duplicate").GetBoolean());
    }

    [Theory]
    [InlineData("/api/v1/files/0198c0ffee")]
    [InlineData("/api/v1/files/%2e%2e%2frealtime.db")]
    public async Task NoSuchFile_Is404(string url)
    {
        using var response = await _alice.GetAsync(url);
        await UploadTests.AssertProblemAsync(response, HttpStatusCode.NotFound);
    }

    private static async Task StatusAsync(FileClient who, Uploaded file, HttpStatusCode expected)
    {
        using var response = await who.GetAsync(file.Url);
        Assert.Equal(expected, response.StatusCode);
    }
}
