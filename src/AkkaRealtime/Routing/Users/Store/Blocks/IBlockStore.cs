using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Users.Store.Blocks;

/// <summary>Reads of who doesn't want to hear of whom. All writing goes through <see cref="IJournal"/>. Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.</summary>
public interface IBlockStore
{
    /// <summary>Whom a user has blocked, by id: at most <paramref name="limit"/>, after the given one.</summary>
    Task<IReadOnlyList<Block>> ByAsync(UserId by, UserId? after, int limit, CancellationToken cancel);

    /// <summary>How many a user has blocked.</summary>
    Task<int> CountAsync(UserId by, CancellationToken cancel);

    /// <summary>The blocks between a user and any of <paramref name="others"/>, in either direction.</summary>
    Task<IReadOnlyList<Block>> BetweenAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel);
}

/// <summary>That somebody doesn't want to hear of somebody.</summary>
/// <param name="By">Who doesn't want to.</param>
/// <param name="User">Of whom.</param>
/// <param name="At">Since when.</param>
public sealed record Block(UserId By, UserId User, DateTimeOffset At)
{
    /// <summary>The most that a user can have blocked.</summary>
    public const int Most = 1_000;
}

/// <summary>Keeps a block, or with <paramref name="On"/> false takes it back. What stands already stays as it is. Answered with <see cref="Saved"/>.</summary>
public sealed record SaveBlock(IActorRef Owner, Block Block, bool On) : JournalEntry(Owner);

/// <summary>Forgets whom a user has blocked, and who has blocked them. Answered with <see cref="Saved"/>.</summary>
public sealed record ForgetBlocks(IActorRef Owner, UserId User) : JournalEntry(Owner);
