using System.Net;
using AkkaRealtime.Server.Tests.Support;
using static AkkaRealtime.Server.Tests.Files.FileClient;

namespace AkkaRealtime.Server.Tests.Files;

/// <summary>What takes a server of its own: limits, and a death in the middle.</summary>
public sealed class FileServerTests
{
    [Fact]
    public async Task Limits_OfTypeSizeAndRate_AreKept_AndCounted()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings
        {
            Options = new Dictionary<string, string>
            {
                ["AkkaRealtime:Files:MaxBytes"] = "1000",
                ["AkkaRealtime:Files:AllowedTypes:0"] = "image/*",
                ["AkkaRealtime:Files:UploadsPerMinute"] = "3",
            },
        });
        await using var alice = await SignInAsync(server);
        Assert.Equal(1_000, alice.Socket.Ready!.Data.GetProperty("limits").GetProperty("maxFileBytes").GetInt64());
        var room = await alice.CreateAsync();

        await alice.UploadAsync(room, "a.png", UploadTests.Picture());
        using var type = await alice.PostAsync(room, "a.png", Body("no picture"u8.ToArray(), "image/png"));
        await UploadTests.AssertProblemAsync(type, HttpStatusCode.UnsupportedMediaType);
        using var size = await alice.PostAsync(room, "a.png", Body([.. UploadTests.Picture(), .. new byte[1_000]]));
        await UploadTests.AssertProblemAsync(size, HttpStatusCode.RequestEntityTooLarge);
        using var rate = await alice.PostAsync(room, "a.png", Body(UploadTests.Picture()));
        await UploadTests.AssertProblemAsync(rate, HttpStatusCode.TooManyRequests);
        Assert.True(rate.Headers.RetryAfter!.Delta > TimeSpan.Zero);

        await using var bob = await SignInAsync(server);
        await bob.UploadAsync(await bob.CreateAsync(), "b.png", UploadTests.Picture());

        using var metrics = await alice.GetAsync("/metrics");
        var text = await metrics.Content.ReadAsStringAsync();
        Assert.Contains("akkarealtime_files_uploads_total", text, StringComparison.Ordinal);
        foreach (var reason in (string[])["type", "too-large", "rate-limited"])
            Assert.Contains($"reason=\"{reason}\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_DuringAnUpload_LeavesNothing_AndKeepsWhatWasAcknowledged()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var alice = await SignInAsync(server);
        var room = await alice.CreateAsync();
        var kept = await alice.UploadAsync(room, "kept.txt", "acknowledged"u8.ToArray(), "text/plain");
        var incoming = Path.Combine(server.DataDirectory, "files", "incoming");
        var half = new HalfStream();
        var upload = alice.PostAsync(room, "half.bin", new StreamContent(half));
        await AnotherProcess.UntilAsync(() => Directory.GetFiles(incoming).Sum(f => new FileInfo(f).Length) >= HalfStream.Sent);
        await server.KillAsync();
        half.Break.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => upload);
        Assert.Single(Directory.GetFiles(incoming));

        await server.StartAgainAsync();
        Assert.Empty(Directory.GetFiles(incoming));
        Assert.Single(Directory.GetFiles(Path.Combine(server.DataDirectory, "files"), "*", SearchOption.AllDirectories));
        await using var again = await SignInAsync(server, alice.Me.Name);
        using var response = await again.GetAsync(kept.Url);
        Assert.Equal("acknowledged", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Start_WithHalfAnS3_SaysWhatToSet()
    {
        var (code, log) = await ServerProcess.RunToEndAsync(new ServerSettings
        {
            Options = new Dictionary<string, string> { ["AkkaRealtime:Files:S3:Endpoint"] = "s3.example.com", ["AkkaRealtime:Files:MaxBytes"] = "0", ["AkkaRealtime:Files:UploadBytesPerSecondPerUser"] = "10" },
        });

        Assert.Equal(78, code);
        foreach (var sentence in (string[])["Files:S3:Endpoint is 's3.example.com'", "Files:S3:Bucket is empty", "Files:S3:AccessKey or SecretKey is empty", "Files:MaxBytes is 0", "Files:UploadBytesPerSecondPerUser is 10"])
            Assert.Contains(sentence, log, StringComparison.Ordinal);
    }

    /// <summary>Some bytes, and then nothing until it breaks.</summary>
    private sealed class HalfStream : MemoryStream
    {
        public const int Sent = 300_000;
        private int _left = Sent;

        public TaskCompletionSource Break { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool CanSeek => false;

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            for (; _left > 0; _left -= 10_000)
                await destination.WriteAsync(new byte[10_000], cancellationToken);
            await destination.FlushAsync(cancellationToken);
            await Break.Task;
            throw new IOException("Broken off.");
        }
    }
}
