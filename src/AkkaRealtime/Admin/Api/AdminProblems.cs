using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AkkaRealtime.Admin.Api;

/// <summary>Refusals of the admin API, as problem details (RFC 9457).</summary>
internal static class AdminProblems
{
    private const int MaxOfPage = 200;
    private const int RetryAfterSeconds = 5;

    /// <summary>400 with what to send instead, and the member of the body that is wrong.</summary>
    public static ProblemHttpResult Bad(string detail, string? field = null) => TypedResults.Problem(
        detail,
        statusCode: StatusCodes.Status400BadRequest,
        extensions: field is null ? null : [new KeyValuePair<string, object?>("field", field)]);

    /// <summary>404.</summary>
    public static ProblemHttpResult NotFound(string what) => TypedResults.Problem($"There is no such {what}.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>503 for a store that is away, and when to come again.</summary>
    public static ProblemHttpResult Of(HttpContext http, StoreUnavailableException e)
    {
        http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>What a room's owner refused.</summary>
    public static ProblemHttpResult Of(HttpContext http, RequestError error)
    {
        if (error.RetryAfterMs is { } ms)
            http.Response.Headers.RetryAfter = Math.Max(1, ms / 1_000).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return TypedResults.Problem(error.Message, statusCode: error.Code switch
        {
            ErrorCode.NotFound => StatusCodes.Status404NotFound,
            ErrorCode.Forbidden => StatusCodes.Status403Forbidden,
            ErrorCode.Conflict => StatusCodes.Status409Conflict,
            ErrorCode.TooLarge => StatusCodes.Status413PayloadTooLarge,
            ErrorCode.RateLimited => StatusCodes.Status429TooManyRequests,
            ErrorCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
            ErrorCode.Internal => StatusCodes.Status500InternalServerError,
            _ => StatusCodes.Status400BadRequest,
        });
    }

    /// <summary>The answer of a room's owner to a change.</summary>
    public static IResult Of(HttpContext http, AdminAnswer answer) =>
        answer.Error is { } error ? Of(http, error) : TypedResults.Ok(new Changed(answer.Room.Value, answer.Seq));

    /// <summary>How many of a list are shown: 1 to 200, 50 where it is left out.</summary>
    public static int Limit(int? limit) => Math.Clamp(limit ?? 50, 1, MaxOfPage);

    /// <summary>Reads one more than is shown, so that the last page knows that it is.</summary>
    public static Page<TItem> PageOf<TRow, TItem>(IReadOnlyList<TRow> rows, int limit, Func<TRow, TItem> item, Func<TRow, string> id) =>
        new([.. rows.Take(limit).Select(item)], rows.Count > limit ? id(rows[limit - 1]) : null);

    /// <summary>Ids of users from outside; null where one of them can't be a user's.</summary>
    public static IReadOnlyList<UserId>? Users(IReadOnlyList<string>? ids) =>
        ids is { Count: > 0 and <= 1_000 } && ids.All(IdRules.IsUser) ? [.. ids.Select(id => new UserId(id))] : null;
}
