using System.Net;
using AkkaRealtime.Admin.Auditing;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Admin.Api;

/// <summary>
/// One line of the log for each admin action, with who, what, from where and how it ended; the same in the store of what an operator has to answer for; and one answer for a store that is away.
/// </summary>
internal sealed partial class AdminAudit(JournalPromise journal, TimeProvider time, ILogger<AdminAudit> log) : IEndpointFilter
{
    // A store that is away must not hold up the answer to what is done.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

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
            result = AdminProblems.Of(http, e);
        }

        var status = ((result is INestedHttpResult nested ? nested.Result : result) as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
        var key = http.User.Identity?.Name ?? "?";
        LogAction(log, key, http.Request.Method, http.Request.Path, status, http.Connection.RemoteIpAddress);
        if (IsKept(http))
            await KeepAsync(http, key, status).ConfigureAwait(false);
        return result;
    }

    // What needs "admin", reading included, and changes; not what bots do all day.
    private static bool IsKept(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<NeededScope>()?.Name switch
    {
        null => !http.Request.Path.Value!.EndsWith("/audit", StringComparison.Ordinal),
        AdminScopes.WriteMessages or AdminScopes.WriteEvents => false,
        _ => !HttpMethods.IsGet(http.Request.Method),
    };

    // It is done, whether or not this can be kept: then the log is what is left of it.
    private async Task KeepAsync(HttpContext http, string key, int status)
    {
        var now = time.GetUtcNow();
        var action = new AdminAction(TimeOrderedId.New(now), now, key, http.Request.Method, http.Request.Path.Value!, status, http.Connection.RemoteIpAddress?.ToString());
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await journal.SaveAsync(owner => new SaveAction(owner, action), patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            LogNotKept(log, e);
        }
    }

    [LoggerMessage(EventId = 8101, Level = LogLevel.Information, Message = "Admin {Key}: {Method} {Path} → {Status}, from {Address}")]
    private static partial void LogAction(ILogger log, string key, string method, PathString path, int status, IPAddress? address);

    [LoggerMessage(EventId = 8103, Level = LogLevel.Warning, Message = "The action may be in this log alone: the audit log could not be written.")]
    private static partial void LogNotKept(ILogger log, Exception e);

    [LoggerMessage(EventId = 8102, Level = LogLevel.Warning, Message = "Admin refused: {Method} {Path}, from {Address}")]
    public static partial void LogRefused(ILogger log, string method, PathString path, IPAddress? address);
}
