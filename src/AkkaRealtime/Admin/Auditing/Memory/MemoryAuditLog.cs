using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Admin.Auditing.Memory;

/// <summary>What operators have done, in memory.</summary>
internal sealed class MemoryAuditTables : IMemoryTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 8;

    /// <inheritdoc/>
    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryActions();
}

/// <summary>Holds and writes it.</summary>
internal sealed class MemoryActions : TableWriter
{
    public SortedDictionary<string, AdminAction> All { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        if (entry is not SaveAction { Action: var action })
            return null;
        foreach (var id in All.Values.Where(a => a.At < action.At - AdminAction.Kept).Select(a => a.Id).ToList())
            All.Remove(id);
        All.TryAdd(action.Id, action);
        return new Saved(entry);
    }
}

/// <summary>Reads of it in memory.</summary>
internal sealed class MemoryAuditLog(MemoryEngine engine) : IAuditLog
{
    private readonly MemoryActions _actions = engine.Tables<MemoryActions>();

    /// <inheritdoc/>
    public Task<IReadOnlyList<AdminAction>> ListAsync(string? query, string? before, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<AdminAction>>(
        () =>
        [
            .. _actions.All.Values.Reverse()
                .Where(a => (before is null || string.CompareOrdinal(a.Id, before) < 0) && (query is null || a.Path.Contains(query, StringComparison.Ordinal)))
                .Take(limit),
        ],
        cancel);
}
