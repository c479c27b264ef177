using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Routing.Users.Store.Blocks.Memory;

/// <summary>Who has blocked whom, in memory.</summary>
internal sealed class MemoryBlockTables : IMemoryTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryBlocks();
}

/// <summary>Holds and writes it.</summary>
internal sealed class MemoryBlocks : TableWriter
{
    public Dictionary<(UserId By, UserId User), Block> All { get; } = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveBlock { Block: var block, On: true }:
                All.TryAdd((block.By, block.User), block);
                return new Saved(entry);
            case SaveBlock { Block: var block }:
                All.Remove((block.By, block.User));
                return new Saved(entry);
            case ForgetBlocks { User: var user }:
                foreach (var pair in All.Keys.Where(p => p.By == user || p.User == user).ToList())
                    All.Remove(pair);
                return new Saved(entry);
            default:
                return null;
        }
    }
}

/// <summary>Reads of it in memory.</summary>
internal sealed class MemoryBlockStore(MemoryEngine engine) : IBlockStore
{
    private readonly MemoryBlocks _blocks = engine.Tables<MemoryBlocks>();

    /// <inheritdoc/>
    public Task<IReadOnlyList<Block>> ByAsync(UserId by, UserId? after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<Block>>(
        () => [.. Of(b => b.By == by && string.CompareOrdinal(b.User.Value, after?.Value ?? "") > 0).OrderBy(b => b.User.Value, StringComparer.Ordinal).Take(limit)], cancel);

    /// <inheritdoc/>
    public Task<int> CountAsync(UserId by, CancellationToken cancel) => engine.ReadAsync(() => Of(b => b.By == by).Count(), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Block>> BetweenAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<Block>>(
        () => [.. Of(b => (b.By == user && others.Contains(b.User)) || (b.User == user && others.Contains(b.By)))], cancel);

    private IEnumerable<Block> Of(Func<Block, bool> fits) => _blocks.All.Values.Where(fits);
}
