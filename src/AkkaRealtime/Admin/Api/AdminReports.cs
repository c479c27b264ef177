using AkkaRealtime.Routing.Chat.Store.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>Messages that users have reported: the queue, and being done with one.</summary>
internal static class AdminReports
{
    private const int MaxNote = 1_000;

    /// <summary>Maps <c>/reports</c>.</summary>
    public static void MapReports(this RouteGroupBuilder admin)
    {
        var reports = admin.MapGroup("/reports").WithTags("Reports");
        reports.MapGet("/", ListAsync).WithName("listReports").Needs(AdminScopes.ReadReports).WithSummary("Reports that wait, the oldest first; resolved: those that are done. They are kept for 180 days.");
        reports.MapGet("/{report}", GetAsync).WithName("getReport").Needs(AdminScopes.ReadReports).WithSummary("A report.");
        reports.MapPost("/{report}/resolve", ResolveAsync).WithName("resolveReport").Needs(AdminScopes.WriteReports).WithSummary("Is done with a report, with a note of what came of it.");
    }

    private static async Task<Ok<Page<ReportItem>>> ListAsync(AdminService admin, bool? resolved, string? after, int? limit, CancellationToken cancel)
    {
        var most = AdminProblems.Limit(limit);
        var rows = await admin.Reports.ListAsync(resolved == true, after, most + 1, cancel);
        return TypedResults.Ok(AdminProblems.PageOf(rows, most, ReportItem.Of, r => r.Id));
    }

    private static async Task<Results<Ok<ReportItem>, ProblemHttpResult>> GetAsync(AdminService admin, string report, CancellationToken cancel) =>
        Answer(await admin.Reports.FindAsync(report, cancel));

    private static async Task<Results<Ok<ReportItem>, ProblemHttpResult>> ResolveAsync(
        AdminService admin, string report, ResolutionBody body, CancellationToken cancel) =>
        body.Note?.Length > MaxNote
            ? AdminProblems.Bad($"\"note\" has at most {MaxNote:N0} characters.", "note")
            : Answer(await admin.ResolveReportAsync(report, body.Note, cancel));

    private static Results<Ok<ReportItem>, ProblemHttpResult> Answer(Report? report) =>
        report is null ? AdminProblems.NotFound("report") : TypedResults.Ok(ReportItem.Of(report));
}
