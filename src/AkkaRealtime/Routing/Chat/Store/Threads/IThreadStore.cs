using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store.Threads;

/// <summary>
/// Reads of who follows which thread, and how far they have read it. Both follow from what is written (<see cref="IRoomRows"/>) and from <see cref="SaveThread"/>. Throws
/// <see cref="StoreUnavailableException"/> where the store cannot be reached.
/// </summary>
public interface IThreadStore
{
    /// <summary>
    /// Threads that a user follows and in which there is a reply, the one with the latest first: at most <paramref name="limit"/>, behind the one whose last reply is <paramref name="before"/>;
    /// only those with replies that the user has not read, where <paramref name="unread"/> is true.
    /// </summary>
    Task<ThreadPage> OfAsync(UserId user, bool unread, MessageId? before, int limit, CancellationToken cancel);

    /// <summary>How it stands between a user and a thread; null where the user has never had to do with it.</summary>
    Task<ThreadFollow?> FindAsync(UserId user, RoomId room, MessageId thread, CancellationToken cancel);

    /// <summary>All that is kept of a user's threads, also of those that they have left, by the thread's id: at most <paramref name="limit"/>, behind the given one.</summary>
    Task<IReadOnlyList<ThreadFollow>> FollowsAsync(UserId user, MessageId? after, int limit, CancellationToken cancel);
}

/// <summary>How it stands between a user and a thread.</summary>
/// <param name="Room">The thread's room.</param>
/// <param name="Thread">Its first message.</param>
/// <param name="Follows">Whether the user follows it; false where they have left it.</param>
/// <param name="Read">How far they have read it.</param>
public sealed record ThreadFollow(RoomId Room, MessageId Thread, bool Follows, long Read);

/// <summary>A page of threads that a user follows.</summary>
/// <param name="Threads">The one with the latest reply first.</param>
/// <param name="More">Whether there are more behind them.</param>
/// <param name="Unread">In how many of all threads that the user follows there is something that they have not read.</param>
public sealed record ThreadPage(IReadOnlyList<ThreadView> Threads, bool More, long Unread);

/// <summary>
/// What a user sets for one of their threads: what is null stays as it is. A mark is never moved back, and moves only where there is one. Who begins to follow, or has left before, has read all
/// that is there. Answered with <see cref="Saved"/>.
/// </summary>
/// <param name="Owner">Who is told.</param>
/// <param name="Room">The room, of which the user has to be a member; who leaves it follows none of its threads any more.</param>
/// <param name="User">The user.</param>
/// <param name="Thread">The first message of the thread.</param>
/// <param name="Read">How far they have read it.</param>
/// <param name="Follows">Whether they want to follow it.</param>
public sealed record SaveThread(IActorRef Owner, RoomId Room, UserId User, MessageId Thread, long? Read, bool? Follows) : JournalEntry(Owner);

/// <summary>Forgets which threads a user follows. Answered with <see cref="Saved"/>.</summary>
public sealed record ForgetThreads(IActorRef Owner, UserId User) : JournalEntry(Owner);
