using AkkaRealtime.Envelopes;
using AkkaRealtime.Files;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;
using AkkaRealtime.Tests.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace AkkaRealtime.Tests.Files;

/// <summary>What a client gets where a file's bytes are elsewhere.</summary>
public sealed class FileDownloadTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 3, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null)]
    [InlineData("bytes=2-3")]
    public async Task Bytes_that_cannot_be_had_after_all_are_told_as_unavailable(string? range)
    {
        using var body = new MemoryStream();
        var context = Request(body, range);
        await Download((_, _) => throw new StoreUnavailableException("The bucket is away.")).ExecuteAsync(context);

        var response = context.Response;
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, response.StatusCode);
        Assert.Equal("application/problem+json", response.ContentType);
        Assert.Equal("5", response.Headers.RetryAfter);
        string[] ofTheFile = [HeaderNames.ContentDisposition, HeaderNames.CacheControl, HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.AcceptRanges, HeaderNames.ContentRange];
        Assert.DoesNotContain(ofTheFile, response.Headers.ContainsKey);
        Assert.Contains("try again", System.Text.Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_there_come_with_what_tells_of_them()
    {
        using var body = new MemoryStream();
        var context = Request(body, range: null);
        await Download((_, _) => Task.FromResult<Stream>(new MemoryStream([1, 2, 3, 4]))).ExecuteAsync(context);

        Assert.Equal(StatusCodes.Status200OK, context.Response.StatusCode);
        Assert.Equal([1, 2, 3, 4], body.ToArray());
        Assert.Equal("\"hash\"", context.Response.Headers.ETag);
    }

    private static FileDownload Download(Func<long, CancellationToken, Task<Stream>> openFrom) => new(
        new FileRow(new FileId("f"), new RoomId("r"), new UserId("alice"), "notes.txt", "text/plain", 4, "hash", Noon), new RangeStream(openFrom, 4));

    private static DefaultHttpContext Request(Stream body, string? range)
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().AddSingleton(TestMetrics.New()).BuildServiceProvider() };
        context.Request.Method = HttpMethods.Get;
        context.Request.Headers.Range = range;
        context.Response.Body = body;
        return context;
    }
}
