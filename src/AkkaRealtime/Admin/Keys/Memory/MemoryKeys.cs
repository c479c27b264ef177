using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Admin.Keys.Memory;

/// <summary>Keys, in memory.</summary>
internal sealed class MemoryKeyTables : IMemoryTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 9;

    /// <inheritdoc/>
    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryKeys();
}

/// <summary>Holds and writes them.</summary>
internal sealed class MemoryKeys : TableWriter
{
    public SortedDictionary<string, ApiKey> All { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveKey save:
                All.TryAdd(save.Key.Id, save.Key);
                return new Saved(entry);
            case DeleteKey delete:
                All.Remove(delete.Id);
                return new Saved(entry);
            default:
                return null;
        }
    }
}

/// <summary>Reads of them in memory.</summary>
internal sealed class MemoryKeyStore(MemoryEngine engine) : IApiKeyStore
{
    private readonly MemoryKeys _keys = engine.Tables<MemoryKeys>();

    /// <inheritdoc/>
    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<ApiKey>>(() => [.. _keys.All.Values], cancel);
}
