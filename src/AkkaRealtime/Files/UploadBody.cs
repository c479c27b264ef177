using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AkkaRealtime.Files;

/// <summary>The file in a request, as it streams in: the whole body, or the first part of <c>multipart/form-data</c> that has a file name.</summary>
/// <param name="Name">As the client says; to be cleaned.</param>
/// <param name="Type">As the client says; to be verified.</param>
/// <param name="Bytes">To be read once.</param>
internal sealed record UploadBody(string? Name, string? Type, Stream Bytes)
{
    private const int MaxBoundary = 200;
    private const int MaxFields = 16;

    /// <summary>Null where there is no file in the request. Throws <see cref="InvalidDataException"/> where it is broken.</summary>
    public static async Task<UploadBody?> OpenAsync(HttpRequest request, CancellationToken cancel)
    {
        var isParsed = MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
        if (!isParsed || !type!.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return new UploadBody(request.Query["name"], isParsed ? type!.MediaType.Value : null, request.Body);
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundary)
            return null;
        var reader = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 8_192 };
        for (var i = 0; i < MaxFields && await NextAsync(reader, cancel) is { } section; i++)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) && disposition.IsFileDisposition())
                return new UploadBody(request.Query["name"].ToString() is { Length: > 0 } name ? name : NameOf(disposition), section.ContentType, new PartStream(section.Body));
        }

        return null;
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancel);
        }
        catch (IOException e)
        {
            throw new InvalidDataException("The body ends before its last boundary.", e);
        }
    }

    // Browsers write three characters as URLs do (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data).
    private static string? NameOf(ContentDispositionHeaderValue disposition) => disposition.FileNameStar.HasValue
        ? disposition.FileNameStar.Value
        : HeaderUtilities.RemoveQuotes(disposition.FileName).Value?
            .Replace("%22", "\"", StringComparison.Ordinal).Replace("%0D", "\r", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal);
}
