using System.Text.Json.Serialization;
using AkkaRealtime.Admin.Auditing;
using AkkaRealtime.Envelopes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>The audit log: what operators have done.</summary>
internal static class AdminActions
{
    /// <summary>Maps <c>/audit</c>.</summary>
    public static void MapAudit(this IEndpointRouteBuilder admin) => admin.MapGet("/audit", ListAsync).WithTags("Audit").WithName("listActions")
        .WithSummary("What operators have done, the last first; query: paths that have it in them. Kept for a year.");

    private static async Task<Ok<Page<ActionItem>>> ListAsync(IAuditLog audit, string? query, string? after, int? limit, CancellationToken cancel)
    {
        var most = AdminProblems.Limit(limit);
        var rows = await audit.ListAsync(string.IsNullOrEmpty(query) ? null : query, after, most + 1, cancel);
        return TypedResults.Ok(AdminProblems.PageOf(rows, most, ActionItem.Of, a => a.Id));
    }
}

/// <summary>Something that an operator has done, or tried to: whose key, what, how it was answered, from where.</summary>
internal sealed record ActionItem(
    string Id, [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset At, string Key, string Method, string Path, int Status, string? Address)
{
    /// <summary>As the API shows it.</summary>
    public static ActionItem Of(AdminAction action) => new(action.Id, action.At, action.Key, action.Method, action.Path, action.Status, action.Address);
}
