using System.Globalization;
using System.Threading.RateLimiting;
using AkkaRealtime.Storage.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AkkaRealtime.Files;

/// <summary>Refusals as <c>application/problem+json</c> (RFC 9457), in sentences that a page can show.</summary>
internal static class FileProblems
{
    private const int RetrySeconds = 5;

    public static ProblemHttpResult Of(FileRefusal refusal, FilesOptions options) => refusal switch
    {
        FileRefusal.NoSuchRoom => Problem(StatusCodes.Status404NotFound, "There is no such room."),
        FileRefusal.NoMember => Problem(StatusCodes.Status403Forbidden, "You are not a member of this channel. Join it first."),
        FileRefusal.NoSuchFile => Problem(StatusCodes.Status404NotFound, "There is no such file."),
        FileRefusal.Gone => Problem(StatusCodes.Status410Gone, "The file was removed."),
        FileRefusal.TooLarge => Problem(StatusCodes.Status413PayloadTooLarge, $"A file may have {Size(options.MaxBytes)} at most."),
        FileRefusal.Empty => Problem(StatusCodes.Status400BadRequest, "The file is empty."),
        FileRefusal.TypeNotAllowed => Problem(
            StatusCodes.Status415UnsupportedMediaType, $"Files of this type are not taken here. Allowed: {string.Join(", ", options.AllowedTypes)}."),
        FileRefusal.OverQuota => Problem(StatusCodes.Status413PayloadTooLarge, $"You have stored all of the {Size(options.MaxBytesPerUser)} that one may store here."),
        _ => throw new InvalidOperationException($"No answer for {refusal}: add it here."),
    };

    public static ProblemHttpResult Unauthorized(HttpResponse response)
    {
        response.Headers.WWWAuthenticate = "Bearer";
        return Problem(StatusCodes.Status401Unauthorized, "Send a good token: Authorization: Bearer …");
    }

    public static ProblemHttpResult NoFile() => Problem(
        StatusCodes.Status400BadRequest, "There is no file in the request: send its bytes as the body, with ?name=, or as a part of multipart/form-data with a file name.");

    public static ProblemHttpResult BrokenOff() => Problem(StatusCodes.Status400BadRequest, "The upload broke off.");

    public static ProblemHttpResult TooMany(HttpResponse response, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(RetrySeconds);
        return Later(response, StatusCodes.Status429TooManyRequests, "Too many uploads: wait a little.", wait);
    }

    public static ProblemHttpResult Unavailable(HttpResponse response) =>
        Later(response, StatusCodes.Status503ServiceUnavailable, "Files can't be kept or read now: try again.", TimeSpan.FromSeconds(RetrySeconds));

    public static ProblemHttpResult DiskFull() => Problem(StatusCodes.Status507InsufficientStorage, "There is no room for the file on the server.");

    /// <summary>What the counter of refusals is told.</summary>
    public static string Reason(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not-found",
        StatusCodes.Status413PayloadTooLarge => "too-large",
        StatusCodes.Status415UnsupportedMediaType => "type",
        StatusCodes.Status429TooManyRequests => "rate-limited",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        StatusCodes.Status507InsufficientStorage => "disk-full",
        _ => "bad-request",
    };

    private static ProblemHttpResult Later(HttpResponse response, int status, string detail, TimeSpan wait)
    {
        response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problem(status, detail);
    }

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    private static string Size(long bytes) => bytes switch
    {
        >= 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_048_576.0:0.#} MB"),
        >= 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_024.0:0.#} KB"),
        _ => $"{bytes} bytes",
    };
}
