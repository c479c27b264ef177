using AkkaRealtime.Diagnostics;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace AkkaRealtime.Files;

/// <summary>
/// A file as an answer: whole, a range of it, its head only, or not at all where the client has it. A browser that is led here shows pictures, sound
/// and films whose bytes were verified, and saves everything else; whatever it is, it runs nothing.
/// </summary>
internal sealed class FileDownload(FileRow row, Stream bytes) : IResult
{
    // Should a browser take it for a page after all: an origin of its own, no script, nothing loaded.
    internal const string Sandbox = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox";

    // What tells of the file, and would be wrong above a problem.
    private static readonly string[] OfTheFile =
        [HeaderNames.ContentDisposition, HeaderNames.CacheControl, HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.AcceptRanges, HeaderNames.ContentRange, HeaderNames.ContentLength];

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Sandbox;
        headers.ContentDisposition = Disposition(row, isSaved: httpContext.Request.Query.ContainsKey("download"));
        headers.CacheControl = "private, max-age=31536000, immutable";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // What one user may read, another one of the same browser may not.
        headers.Append(HeaderNames.Vary, HeaderNames.Authorization);
        try
        {
            await SendAsync(httpContext);
        }
        catch (StoreUnavailableException e) when (!response.HasStarted)
        {
            // It was there when it was looked for.
            FileEndpoints.LogUnavailable(httpContext.RequestServices.GetRequiredService<ILogger<FileService>>(), e);
            foreach (var header in OfTheFile)
                headers.Remove(header);
            await FileProblems.Unavailable(response).ExecuteAsync(httpContext);
            return;
        }

        if (HttpMethods.IsGet(httpContext.Request.Method) && response.ContentLength is { } length)
            httpContext.RequestServices.GetRequiredService<RealtimeMetrics>().Files.BytesOut.Add(length);
    }

    private async Task SendAsync(HttpContext context)
    {
        await using (bytes)
        {
            await TypedResults.Stream(
                bytes,
                FileTypes.Served(row.Type),
                fileDownloadName: null,
                lastModified: row.At,
                entityTag: new EntityTagHeaderValue($"\"{row.Hash}\""),
                enableRangeProcessing: true).ExecuteAsync(context);
        }
    }

    /// <summary><c>Content-Disposition</c> with the name in ASCII, and as it is by RFC 5987.</summary>
    internal static string Disposition(FileRow row, bool isSaved)
    {
        var value = new ContentDispositionHeaderValue(FileTypes.IsInline(row.Type) && !isSaved ? "inline" : "attachment");
        value.SetHttpFileName(row.Name);
        return value.ToString();
    }
}
