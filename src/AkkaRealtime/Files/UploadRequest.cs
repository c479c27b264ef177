using AkkaRealtime.Diagnostics;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Files;

/// <summary>A request that brings a file, a user's or the operator's: how much of it is read, and what is answered however it ends.</summary>
internal static class UploadRequest
{
    // What multipart adds: boundaries and headers of one part.
    private const int EnvelopeBytes = 16_384;

    /// <summary>Runs <paramref name="upload"/>; what it throws becomes an answer, and what is refused is counted.</summary>
    public static async Task<IResult> AnswerAsync(HttpContext http, FilesOptions options, RealtimeMetrics metrics, ILogger<FileService> log, Func<Task<IResult>> upload)
    {
        var result = await TryAsync(http, options, log, upload).ConfigureAwait(false);
        if (result is IStatusCodeHttpResult { StatusCode: >= 400 and var status })
        {
            metrics.Files.Refused.Add(1, new KeyValuePair<string, object?>("reason", FileProblems.Reason(status)));

            // What is still on its way is not worth waiting for.
            http.Response.Headers.Connection = "close";
        }

        return result;
    }

    /// <summary>Reads the file and gives it to <paramref name="keep"/>. 201 with what goes into a message; the file is found below <paramref name="files"/>.</summary>
    public static async Task<IResult> ReceiveAsync(HttpContext http, FilesOptions options, string files, Func<UploadBody, Task<FileResult>> keep)
    {
        var most = options.MaxBytes + EnvelopeBytes;
        if (http.Request.ContentLength > most)
            return FileProblems.Of(FileRefusal.TooLarge, options);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = most;
        if (await UploadBody.OpenAsync(http.Request, http.RequestAborted).ConfigureAwait(false) is not { } body)
            return FileProblems.NoFile();
        var kept = await keep(body).ConfigureAwait(false);
        return kept.Row is { } row ? TypedResults.Created($"{Group(http.Request)}{files}{row.Id.Value}", row.ToAttachment()) : FileProblems.Of(kept.Refusal!.Value, options);
    }

    private static async Task<IResult> TryAsync(HttpContext http, FilesOptions options, ILogger<FileService> log, Func<Task<IResult>> upload)
    {
        try
        {
            return await upload().ConfigureAwait(false);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return FileProblems.Of(FileRefusal.TooLarge, options);
        }
        catch (StoreUnavailableException e)
        {
            FileEndpoints.LogUnavailable(log, e);
            return DiskFull.Is(e) ? FileProblems.DiskFull() : FileProblems.Unavailable(http.Response);
        }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException || (e is IOException or OperationCanceledException && http.RequestAborted.IsCancellationRequested))
        {
            // The client went away, or sent less than it said; nobody is there to read the answer, mostly.
            return FileProblems.BrokenOff();
        }
    }

    // The file's url is one for all messages that name it, wherever they are read; where this host maps files, the request knows.
    private static string Group(HttpRequest request)
    {
        var path = request.Path.Value!;
        return request.PathBase.ToUriComponent() + new PathString(path[..path.LastIndexOf("/api/v1/", StringComparison.OrdinalIgnoreCase)]).ToUriComponent();
    }
}
