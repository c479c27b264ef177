using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Store.Blocks;

/// <summary>What follows from blocks, as their readers ask.</summary>
internal static class BlockReads
{
    /// <summary>Those of <paramref name="others"/> who have blocked a user.</summary>
    public static async Task<IReadOnlySet<UserId>> BlockersAsync(this IBlockStore blocks, UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel) =>
        (await blocks.BetweenAsync(user, others, cancel).ConfigureAwait(false)).Where(b => b.By != user).Select(b => b.By).ToHashSet();

    /// <summary>Those of <paramref name="others"/> who have blocked a user, or whom the user has blocked.</summary>
    public static async Task<IReadOnlySet<UserId>> ApartAsync(this IBlockStore blocks, UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel) =>
        (await blocks.BetweenAsync(user, others, cancel).ConfigureAwait(false)).Select(b => b.By == user ? b.User : b.By).ToHashSet();
}

/// <summary>Nobody has blocked anybody: for specs about something else.</summary>
internal sealed class NoBlocks : IBlockStore
{
    /// <summary>The only one.</summary>
    public static NoBlocks Instance { get; } = new();

    /// <inheritdoc/>
    public Task<IReadOnlyList<Block>> ByAsync(UserId by, UserId? after, int limit, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Block>>([]);

    /// <inheritdoc/>
    public Task<int> CountAsync(UserId by, CancellationToken cancel) => Task.FromResult(0);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Block>> BetweenAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Block>>([]);
}
