using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls;

/// <summary>
/// How many signals a participant may still send: a hundred at once, as many as trickling ICE for three others needs, and twenty a second in the long run.
/// </summary>
internal sealed class SignalBudget
{
    /// <summary>Signals at once.</summary>
    public const int Burst = 100;

    /// <summary>Signals a second in the long run.</summary>
    public const int PerSecond = 20;

    private readonly Dictionary<string, Bucket> _buckets = [];

    /// <summary>Takes one. Null where there was one left, otherwise <see cref="ErrorCode.RateLimited"/> with the time until there is.</summary>
    public RequestError? Take(string participant, DateTimeOffset now)
    {
        var bucket = _buckets.GetValueOrDefault(participant, new Bucket(Burst, now));
        var left = Math.Min(Burst, bucket.Left + Math.Max(0, (now - bucket.At).TotalSeconds * PerSecond));
        if (left < 1)
        {
            _buckets[participant] = new Bucket(left, now);
            var wait = (int)Math.Ceiling((1 - left) * 1_000 / PerSecond);
            return new RequestError(ErrorCode.RateLimited, $"At most {PerSecond} signals a second, {Burst} at once.", RetryAfterMs: wait);
        }

        _buckets[participant] = new Bucket(left - 1, now);
        return null;
    }

    /// <summary>A new call begins.</summary>
    public void Clear() => _buckets.Clear();

    private readonly record struct Bucket(double Left, DateTimeOffset At);
}
