using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Store.Invitations;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Router;

/// <summary>
/// How many users each user has named today. A day begins with the first of them. This node's are counted at once, so that a request needs not wait, and are kept in the store; what other nodes
/// and former runs have kept is looked up beside the first request, and again every <see cref="LookAgain"/> while the user goes on. Safe from any thread.
/// </summary>
internal sealed class InvitationCounts(ChatOptions options, bool isLimited, IInvitationStore store, IJournal journal, TimeProvider time)
{
    /// <summary>For so long, what was looked up of a user is good enough.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private const int ForgetEvery = 4_096;

    private readonly Dictionary<UserId, Named> _counts = [];
    private readonly Lock _lock = new();
    private int _taken;

    /// <summary>Whether <see cref="LookAsync"/> is due before, or beside, the next <see cref="Take"/>; true once each time.</summary>
    public bool IsDue(UserId by, int named)
    {
        if (!IsLimited(named))
            return false;
        lock (_lock)
        {
            var (known, now) = (_counts.GetValueOrDefault(by), time.GetUtcNow());
            if (now - known.LookedAt < LookAgain)
                return false;
            _counts[by] = known with { LookedAt = now };
            return true;
        }
    }

    /// <summary>Names so many; an error where that is too many.</summary>
    public RequestError? Take(UserId by, int named)
    {
        if (!IsLimited(named))
            return null;
        lock (_lock)
            return TakeAt(by, named, time.GetUtcNow());
    }

    /// <summary>Looks up what the store knows of a user.</summary>
    /// <exception cref="StoreUnavailableException">It can't be reached: what is known here holds.</exception>
    public async Task LookAsync(UserId user, CancellationToken cancel)
    {
        var (count, since) = await store.NamedAsync(user, cancel).ConfigureAwait(false);
        lock (_lock)
        {
            // This node's own may be on their way to the store: of one day, whichever knows of more is right.
            var (known, now) = (_counts.GetValueOrDefault(user), time.GetUtcNow());
            if (count > 0 && now - since < CountNamed.Day && (count > known.Count || now - known.Since >= CountNamed.Day))
                _counts[user] = known with { Count = count, Since = since };
        }
    }

    private bool IsLimited(int named) => isLimited && options.InvitationsPerDay > 0 && named > 0;

    private RequestError? TakeAt(UserId by, int named, DateTimeOffset now)
    {
        var most = options.InvitationsPerDay;
        if (++_taken % ForgetEvery == 0)
            Forget(now);
        var known = _counts.GetValueOrDefault(by);
        if (known.Count == 0 || now - known.Since >= CountNamed.Day)
            known = known with { Count = 0, Since = now };
        if (known.Count > 0 && known.Count + named > most)
        {
            return new RequestError(
                ErrorCode.RateLimited, $"You have named {known.Count:N0} people in a day; {most:N0} are allowed.", RetryAfterMs: (int)(known.Since + CountNamed.Day - now).TotalMilliseconds);
        }

        // A journal that is full refuses what is to be done as well.
        journal.TryWrite(new CountNamed(ActorRefs.Nobody, by, named, now));
        _counts[by] = known with { Count = known.Count + named };
        return null;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (user, known) in _counts)
        {
            if (now - known.Since >= CountNamed.Day && now - known.LookedAt >= LookAgain)
                _counts.Remove(user);
        }
    }

    private readonly record struct Named(int Count, DateTimeOffset Since, DateTimeOffset LookedAt);
}
