using Akka.Actor;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// Marks on their way to the store: one under way for each member, and what comes meanwhile gathers into the next one, since marks only
/// move forward. Bounded by <see cref="MaxWaiting"/> requests a room; beyond, they are refused and may be sent again.
/// </summary>
internal sealed class MarkQueue
{
    /// <summary>Requests of a room that wait for their mark to be saved.</summary>
    public const int MaxWaiting = 1_024;

    private readonly Dictionary<UserId, Mark> _underWay = [];
    private int _waiting;

    /// <summary>Whether there is anything on its way.</summary>
    public bool Any => _underWay.Count > 0;

    /// <summary>
    /// Takes a mark in. True if it is to be saved now; false if it goes with the next one of this member (see <see cref="Done"/>), or
    /// <paramref name="full"/>.
    /// </summary>
    public bool Add(UserId user, long read, long delivered, Waiter? waiter, out bool full)
    {
        full = waiter is not null && _waiting >= MaxWaiting;
        if (full)
            return false;
        if (waiter is not null)
            _waiting++;
        var mark = new Mark(read, delivered, waiter is { } one ? [one] : []);
        if (!_underWay.TryGetValue(user, out var before))
        {
            _underWay[user] = mark;
            return true;
        }

        before.Next = before.Next is { } next
            ? new Mark(Math.Max(next.Read, read), Math.Max(next.Delivered, delivered), [.. next.Waiters, .. mark.Waiters])
            : mark;
        return false;
    }

    /// <summary>The member's mark was saved, or was not: returns the requests that waited for it, and the next mark, which is then under way.</summary>
    public IReadOnlyList<Waiter> Done(UserId user, out Mark? next)
    {
        next = null;
        if (!_underWay.Remove(user, out var done))
            return [];
        _waiting -= done.Waiters.Count;
        if (done.Next is { } follows)
            _underWay[user] = next = follows;
        return done.Waiters;
    }

    /// <summary>Who waits for a reply: the connection, and its <c>ref</c>.</summary>
    internal readonly record struct Waiter(IActorRef Connection, string? Ref);

    /// <summary>A mark and who waits for it.</summary>
    internal sealed class Mark(long read, long delivered, IReadOnlyList<Waiter> waiters)
    {
        /// <summary>How far was read.</summary>
        public long Read { get; } = read;

        /// <summary>How far was delivered.</summary>
        public long Delivered { get; } = delivered;

        /// <summary>Who waits.</summary>
        public IReadOnlyList<Waiter> Waiters { get; } = waiters;

        /// <summary>What came while this one was under way.</summary>
        public Mark? Next { get; set; }
    }
}
