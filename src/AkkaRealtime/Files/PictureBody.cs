using System.Buffers;
using System.Text.Json.Serialization;
using AkkaRealtime.Routing.Users.Pictures;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AkkaRealtime.Files;

/// <summary>A picture in a request: its body. Small, so it is read whole.</summary>
internal static class PictureBody
{
    /// <summary>The bytes; null where there are more than <paramref name="most"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int most, CancellationToken cancel)
    {
        if (request.ContentLength > most)
            return null;
        var buffer = ArrayPool<byte>.Shared.Rent(most + 1);
        try
        {
            var read = await request.Body.ReadAtLeastAsync(buffer.AsMemory(0, most + 1), most + 1, throwOnEndOfStream: false, cancel);
            return read > most ? null : buffer.AsMemory(0, read).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

/// <summary>Refusals of pictures as problem details, in sentences that a page can show.</summary>
internal static class PictureProblems
{
    /// <summary>The answer to <paramref name="refusal"/>.</summary>
    public static ProblemHttpResult Of(PictureRefusal refusal, PictureOptions options) => refusal switch
    {
        PictureRefusal.NotTaken => TypedResults.Problem("Pictures of people are not taken here.", statusCode: StatusCodes.Status403Forbidden),
        PictureRefusal.TooLarge => TypedResults.Problem($"A picture may have {options.MaxBytes / 1024:N0} KiB at most.", statusCode: StatusCodes.Status413PayloadTooLarge),
        PictureRefusal.NoPicture => TypedResults.Problem(
            $"A picture is a JPEG, PNG or WebP of at most {PictureRules.MaxSide:N0} pixels a side.", statusCode: StatusCodes.Status415UnsupportedMediaType),
        _ => throw new InvalidOperationException($"No answer for {refusal}: add it here."),
    };
}

/// <summary>Where a picture is now, as <c>people.pictures</c> has it; without one there is none.</summary>
internal sealed record OwnPicture([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Picture);
