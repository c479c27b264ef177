using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Routing.Chat.Store.Scheduled.Memory;

/// <summary>Scheduled messages, in memory.</summary>
internal sealed class MemoryScheduledTables : IMemoryTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryScheduled(engine);
}

/// <summary>Holds and writes them.</summary>
internal sealed class MemoryScheduled(MemoryEngine engine) : TableWriter
{
    public Dictionary<string, ScheduledMessage> All { get; } = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case AddScheduled { Message: var message, Files: var files }:
                if (All.TryAdd(message.Id, message))
                    Hold(message.Id, files);
                return new Saved(entry);
            case ReplaceScheduled replace when All.GetValueOrDefault(replace.Id)?.Tag != replace.Before:
                return new SaveSuperseded(entry);
            case ReplaceScheduled { Message: { } message }:
                All[message.Id] = message;
                return new Saved(entry);
            case ReplaceScheduled { Id: var id }:
                All.Remove(id);
                engine.FileRows.Release(id);
                return new Saved(entry);
            case ForgetScheduled { User: var user }:
                foreach (var id in All.Values.Where(m => m.User == user).Select(m => m.Id).ToList())
                    All.Remove(id);
                return new Saved(entry);
            default:
                return null;
        }
    }

    private void Hold(string id, IReadOnlyList<string> files)
    {
        foreach (var file in files)
            engine.FileRows.Hold(id, file);
    }
}

/// <summary>Reads of them in memory.</summary>
internal sealed class MemoryScheduledStore(MemoryEngine engine) : IScheduledStore
{
    private readonly MemoryScheduled _scheduled = engine.Tables<MemoryScheduled>();

    /// <inheritdoc/>
    public Task<IReadOnlyList<ScheduledMessage>> OfAsync(UserId user, ScheduledCursor? after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<ScheduledMessage>>(
        () => [.. Of(user).Where(m => after is null || Compare(m, after) > 0).OrderBy(m => m.At).ThenBy(m => m.Id, StringComparer.Ordinal).Take(limit)], cancel);

    /// <inheritdoc/>
    public Task<ScheduledMessage?> FindAsync(UserId user, string id, CancellationToken cancel) =>
        engine.ReadAsync(() => _scheduled.All.GetValueOrDefault(id) is { } found && found.User == user ? found : null, cancel);

    /// <inheritdoc/>
    public Task<int> CountAsync(UserId user, CancellationToken cancel) => engine.ReadAsync(() => Of(user).Count(), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ScheduledMessage>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<ScheduledMessage>>(
        () => [.. _scheduled.All.Values.Where(m => m.State != ScheduledState.Failed && m.Due <= now).OrderBy(m => m.Due).Take(limit)], cancel);

    private IEnumerable<ScheduledMessage> Of(UserId user) => _scheduled.All.Values.Where(m => m.User == user);

    private static int Compare(ScheduledMessage message, ScheduledCursor after) =>
        message.At.ToUnixTimeMilliseconds().CompareTo(after.At) is not 0 and var byTime ? byTime : string.CompareOrdinal(message.Id, after.Id);
}
