using System.Net;
using AkkaRealtime.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Admin.Api;

/// <summary>One line of the log for each admin action, with who, what, from where and how it ended; and one answer for a store that is away.</summary>
internal sealed partial class AdminAudit(ILogger<AdminAudit> log) : IEndpointFilter
{
    private const int RetryAfterSeconds = 5;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var http = context.HttpContext;
        object? result;
        try
        {
            result = await next(context);
        }
        catch (StoreUnavailableException e)
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            result = TypedResults.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var status = ((result is INestedHttpResult nested ? nested.Result : result) as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
        LogAction(log, http.User.Identity?.Name ?? "?", http.Request.Method, http.Request.Path, status, http.Connection.RemoteIpAddress);
        return result;
    }

    [LoggerMessage(EventId = 8101, Level = LogLevel.Information, Message = "Admin {Key}: {Method} {Path} → {Status}, from {Address}")]
    private static partial void LogAction(ILogger log, string key, string method, PathString path, int status, IPAddress? address);

    [LoggerMessage(EventId = 8102, Level = LogLevel.Warning, Message = "Admin refused: {Method} {Path}, from {Address}")]
    public static partial void LogRefused(ILogger log, string method, PathString path, IPAddress? address);
}
