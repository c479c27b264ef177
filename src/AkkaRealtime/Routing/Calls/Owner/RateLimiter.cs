using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>How much of something each participant may still send: so many at once, so many a second in the long run.</summary>
internal sealed class RateLimiter(string what, int burst, int perSecond)
{
    private readonly Dictionary<string, Bucket> _buckets = [];

    /// <summary>Of signals: a hundred at once, as many as trickling ICE for three others needs.</summary>
    public static RateLimiter OfSignals() => new("signals", burst: 100, perSecond: 20);

    /// <summary>Of reactions: what fingers do, and no more.</summary>
    public static RateLimiter OfReactions() => new("reactions", burst: 10, perSecond: 2);

    /// <summary>Takes one. Null where there was one left, otherwise <see cref="ErrorCode.RateLimited"/> with the time until there is.</summary>
    public RequestError? Take(string participant, DateTimeOffset now)
    {
        var bucket = _buckets.GetValueOrDefault(participant, new Bucket(burst, now));
        var left = Math.Min(burst, bucket.Left + Math.Max(0, (now - bucket.At).TotalSeconds * perSecond));
        if (left < 1)
        {
            _buckets[participant] = new Bucket(left, now);
            var wait = (int)Math.Ceiling((1 - left) * 1_000 / perSecond);
            return new RequestError(ErrorCode.RateLimited, $"Too many {what}: at most {perSecond} a second, {burst} at once.", RetryAfterMs: wait);
        }

        _buckets[participant] = new Bucket(left - 1, now);
        return null;
    }

    /// <summary>A new call begins.</summary>
    public void Clear() => _buckets.Clear();

    private readonly record struct Bucket(double Left, DateTimeOffset At);
}
