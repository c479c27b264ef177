using System.Diagnostics;
using System.Numerics;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>Millions of durations in a few kilobytes, to within three per cent.</summary>
internal sealed class Latencies
{
    // Exact below; above, each power of two is cut into so many steps.
    private const int Exact = 64;
    private const int Steps = Exact / 2;
    private readonly long[] _counts = new long[Exact + (Steps * 58)];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Adds one, in ticks of <see cref="Stopwatch"/>.</summary>
    public void Add(long ticks)
    {
        _counts[BucketOf((ulong)Math.Max(ticks, 0))]++;
        Count++;
    }

    /// <summary>The milliseconds that this share (0 to 1) of them doesn't exceed.</summary>
    public double Ms(double share)
    {
        if (Count == 0)
            return double.NaN;
        var rank = (long)Math.Ceiling(Count * share);
        var bucket = 0;
        for (var seen = _counts[0]; seen < rank && bucket + 1 < _counts.Length;)
            seen += _counts[++bucket];
        return TopOf(bucket) * 1_000.0 / Stopwatch.Frequency;
    }

    private static int BucketOf(ulong ticks)
    {
        if (ticks < Exact)
            return (int)ticks;
        var power = BitOperations.Log2(ticks) - BitOperations.Log2(Steps);
        return Exact + ((power - 1) * Steps) + (int)((ticks >> power) - Steps);
    }

    private static double TopOf(int bucket)
    {
        if (bucket < Exact)
            return bucket;
        var power = ((bucket - Exact) / Steps) + 1;
        return (double)((ulong)(Steps + ((bucket - Exact) % Steps) + 1) << power);
    }
}
