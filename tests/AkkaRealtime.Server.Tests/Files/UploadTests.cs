using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;
using static AkkaRealtime.Server.Tests.Files.FileClient;

namespace AkkaRealtime.Server.Tests.Files;

[Collection(SharedServer.Name)]
public sealed class UploadTests(ServerFixture fixture) : IAsyncLifetime
{
    private FileClient _alice = null!;
    private string _room = "";

    public async Task InitializeAsync()
    {
        _alice = await SignInAsync(fixture.Server);
        _room = await _alice.CreateAsync();
    }

    public async Task DisposeAsync() => await _alice.DisposeAsync();

    [Fact]
    public async Task Upload_RawBody_IsAnsweredWithAllOfIt()
    {
        using var response = await _alice.PostAsync(_room, "cat.png", Body(Picture(), "text/html"));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var json = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        var id = json.GetProperty("id").GetString();
        Assert.Equal($$"""{"id":"{{id}}","name":"cat.png","type":"image/png","size":{{Picture().Length}},"url":"/api/v1/files/{{id}}","width":3,"height":2}""", json.GetRawText());
        Assert.Equal($"/api/v1/files/{id}", response.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Upload_Multipart_TakesTheFirstPartWithAFileName()
    {
        using var form = new MultipartFormDataContent { { new StringContent("no file"), "comment" } };
        form.Add(Body("hello"u8.ToArray(), "text/plain"), "file", "hello.txt");
        using var response = await _alice.PostAsync(_room, null, form);

        var file = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(("hello.txt", "text/plain", 5), (file.GetProperty("name").GetString(), file.GetProperty("type").GetString(), file.GetProperty("size").GetInt32()));
    }

    [Theory]
    [InlineData("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhello")]
    [InlineData("--edge\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello")]
    [InlineData("--ed")]
    public async Task Upload_MultipartWithoutItsEnd_Is400(string text)
    {
        using var body = new StringContent(text);
        body.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "edge") } };
        using var response = await _alice.PostAsync(_room, null, body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Upload_LargeFile_ComesBackByteForByte()
    {
        var bytes = RandomNumberGenerator.GetBytes(20_000_000);
        var file = await _alice.UploadAsync(_room, "large.bin", bytes);

        using var response = await _alice.GetAsync(file.Url);
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie: x=1.txt")]
    [InlineData("say \"hi\"; filename=x.exe", "say \"hi\"; filename=x.exe")]
    [InlineData("naïve 家族 😀.txt", "naïve 家族 😀.txt")]
    [InlineData("pic\u202egnp.exe", "picgnp.exe")]
    [InlineData("../../../etc/passwd", "passwd")]
    public async Task Upload_AnyName_IsCleanAndCannotLeaveItsHeader(string name, string expected)
    {
        var file = await _alice.UploadAsync(_room, name, [1, 2, 3]);
        Assert.Equal(expected, file.Name);

        using var response = await _alice.GetAsync(file.Url);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        var disposition = response.Content.Headers.ContentDisposition!;
        Assert.Equal(("attachment", expected), (disposition.DispositionType, disposition.FileNameStar));
        Assert.All(response.Content.Headers.GetValues("Content-Disposition").Single(), c => Assert.InRange(c, ' ', '~'));
    }

    [Fact]
    public async Task Upload_MultipartNameOfABrowser_IsRead()
    {
        using var form = new MultipartFormDataContent("b");
        var part = Body([1]);
        part.Headers.TryAddWithoutValidation("Content-Disposition", "form-data; name=\"file\"; filename=\"a %22b%22.txt\"");
        form.Add(part);
        using var response = await _alice.PostAsync(_room, null, form);

        Assert.Equal("a \"b\".txt", JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("nonsense", HttpStatusCode.Unauthorized)]
    public async Task Upload_WithoutAGoodToken_Is401(string token, HttpStatusCode expected)
    {
        using var response = await _alice.PostAsync(_room, "a", Body([1]), token);
        await AssertProblemAsync(response, expected);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Upload_TokenInTheAddress_IsNoToken()
    {
        using var response = await _alice.SendAsync(HttpMethod.Post, $"/api/v1/rooms/{_room}/files?access_token={_alice.Me.Token}", token: "", content: Body([1]));
        await AssertProblemAsync(response, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Upload_ToARoomOfOthers_Is404_AsToNoRoom()
    {
        await using var bob = await SignInAsync(fixture.Server);
        using var others = await bob.PostAsync(_room, "a", Body([1]));
        await AssertProblemAsync(others, HttpStatusCode.NotFound);
        using var missing = await bob.PostAsync("0198c0ffee", "a", Body([1]));
        await AssertProblemAsync(missing, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Upload_ToAChannelOfWhichOneIsNoMember_Is403()
    {
        var channel = (await _alice.Socket.RequestAsync("chat.create", new { kind = "channel", name = ServerFixture.NewName("c") })).Data.GetProperty("room").GetProperty("id").GetString()!;
        await using var bob = await SignInAsync(fixture.Server);
        using var response = await bob.PostAsync(channel, "a", Body([1]));
        await AssertProblemAsync(response, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Upload_NothingOrNoFile_Is400()
    {
        using var empty = await _alice.PostAsync(_room, "a", Body([]));
        await AssertProblemAsync(empty, HttpStatusCode.BadRequest);
        using var form = new MultipartFormDataContent { { new StringContent("x"), "comment" } };
        using var noFile = await _alice.PostAsync(_room, "a", form);
        await AssertProblemAsync(noFile, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Upload_ThatSaysItIsTooLarge_Is413BeforeItIsSent()
    {
        using var socket = await BeginAsync($"Content-Length: {26_214_400 + 20_000}\r\n");
        Assert.StartsWith("HTTP/1.1 413", await AnswerAsync(socket), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_ThatDoesNotSayHowLargeItIs_Is413WhenItIs()
    {
        using var request = new StreamContent(new EndlessStream(40_000_000));
        try
        {
            using var response = await _alice.PostAsync(_room, "a", request);
            await AssertProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
        }
        catch (HttpRequestException)
        {
            // The server does not read what it will not keep, so the client may be told by the end of the connection.
        }

        await AssertNothingIncomingAsync();
    }

    [Fact]
    public async Task Upload_BrokenOffHalfWay_LeavesNothing()
    {
        using (var socket = await BeginAsync("Content-Length: 1000000\r\n"))
        {
            await socket.SendAsync(new byte[500_000]);
            await AnotherProcess.UntilAsync(() => Incoming().Length > 0);
        }

        await AssertNothingIncomingAsync();
    }

    private async Task<Socket> BeginAsync(string headers)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, fixture.Server.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/rooms/{_room}/files?name=x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_alice.Me.Token}\r\n{headers}\r\n"));
        return socket;
    }

    private static async Task<string> AnswerAsync(Socket socket)
    {
        var buffer = new byte[4_096];
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer).WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private string[] Incoming() => Directory.GetFiles(Path.Combine(fixture.Server.DataDirectory, "files", "incoming"));

    private Task AssertNothingIncomingAsync() => AnotherProcess.UntilAsync(() => Incoming().Length == 0);

    internal static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    /// <summary>The smallest whole PNG, 3 × 2 pixels in one colour.</summary>
    internal static byte[] Picture() => Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==");

    private sealed class EndlessStream(long length) : MemoryStream
    {
        private long _left = length;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = (int)Math.Min(_left, buffer.Length);
            _left -= read;
            return ValueTask.FromResult(read);
        }

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            var buffer = new byte[65_536];
            for (int read; (read = await ReadAsync(buffer, cancellationToken)) > 0;)
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
