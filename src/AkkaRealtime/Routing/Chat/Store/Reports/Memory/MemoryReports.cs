using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Routing.Chat.Store.Reports.Memory;

/// <summary>What users have reported, in memory.</summary>
internal sealed class MemoryReportTables : IMemoryTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 6;

    /// <inheritdoc/>
    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryReports();
}

/// <summary>Holds and writes it.</summary>
internal sealed class MemoryReports : TableWriter
{
    public SortedDictionary<string, Report> All { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Numbers { get; } = new(StringComparer.Ordinal);

    /// <summary>The last number that was given to one.</summary>
    public long Head { get; private set; }

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveReport { Report: var report }:
                Remove(r => r.At < report.At - Report.Kept);
                if (!All.Values.Any(r => r.Message == report.Message && r.By == report.By))
                    (All[report.Id], Numbers[report.Id]) = (report, ++Head);
                return new Saved(entry);
            case ResolveReport resolve:
                if (All.TryGetValue(resolve.Id, out var found))
                    All[resolve.Id] = found with { ResolvedAt = resolve.At, Note = resolve.Note };
                return new Saved(entry);
            case ForgetReports forget:
                Remove(r => r.By == forget.User || r.Author == forget.User);
                return new Saved(entry);
            default:
                return null;
        }
    }

    private void Remove(Func<Report, bool> gone)
    {
        foreach (var id in All.Values.Where(gone).Select(r => r.Id).ToList())
        {
            All.Remove(id);
            Numbers.Remove(id);
        }
    }
}

/// <summary>Reads of it in memory.</summary>
internal sealed class MemoryReportStore(MemoryEngine engine) : IReportStore
{
    private readonly MemoryReports _reports = engine.Tables<MemoryReports>();

    /// <inheritdoc/>
    public Task<IReadOnlyList<Report>> ListAsync(bool resolved, string? after, int limit, CancellationToken cancel) =>
        ReadAsync(r => r.ResolvedAt is not null == resolved, after, limit, cancel);

    /// <inheritdoc/>
    public Task<Report?> FindAsync(string id, CancellationToken cancel) => engine.ReadAsync(() => _reports.All.GetValueOrDefault(id), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NumberedReport>> AfterAsync(long after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<NumberedReport>>(
        () => [.. _reports.Numbers.Where(n => n.Value > after).OrderBy(n => n.Value).Take(limit).Select(n => new NumberedReport(n.Value, _reports.All[n.Key]))], cancel);

    /// <inheritdoc/>
    public Task<int> WaitingAsync(UserId by, CancellationToken cancel) => engine.ReadAsync(() => _reports.All.Values.Count(r => r.By == by && r.ResolvedAt is null), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Report>> ByAsync(UserId by, string? after, int limit, CancellationToken cancel) => ReadAsync(r => r.By == by, after, limit, cancel);

    private Task<IReadOnlyList<Report>> ReadAsync(Func<Report, bool> fits, string? after, int limit, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<Report>>(() => [.. _reports.All.Values.Where(r => fits(r) && string.CompareOrdinal(r.Id, after) > 0).Take(limit)], cancel);
}
