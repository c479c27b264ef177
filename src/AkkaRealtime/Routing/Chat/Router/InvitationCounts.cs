using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Settings;

namespace AkkaRealtime.Routing.Chat.Router;

/// <summary>How many users each user has named today, on this node. A day begins with the first of them. Safe from any thread.</summary>
internal sealed class InvitationCounts(ChatOptions options, bool isLimited, TimeProvider time)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private const int ForgetEvery = 4_096;

    private readonly Dictionary<UserId, (int Count, DateTimeOffset Since)> _counts = [];
    private readonly Lock _lock = new();
    private int _taken;

    /// <summary>Names so many; an error where that is too many.</summary>
    public RequestError? Take(UserId by, int named)
    {
        if (!isLimited || options.InvitationsPerDay <= 0 || named <= 0)
            return null;
        lock (_lock)
            return TakeAt(by, named, time.GetUtcNow());
    }

    private RequestError? TakeAt(UserId by, int named, DateTimeOffset now)
    {
        var most = options.InvitationsPerDay;
        if (++_taken % ForgetEvery == 0)
            Forget(now);
        var (count, since) = _counts.GetValueOrDefault(by);
        if (count == 0 || now - since >= Day)
            (count, since) = (0, now);
        if (count > 0 && count + named > most)
        {
            return new RequestError(
                ErrorCode.RateLimited, $"You have named {count:N0} people in a day; {most:N0} are allowed.", RetryAfterMs: (int)(since + Day - now).TotalMilliseconds);
        }

        _counts[by] = (count + named, since);
        return null;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (user, (_, since)) in _counts)
        {
            if (now - since >= Day)
                _counts.Remove(user);
        }
    }
}
