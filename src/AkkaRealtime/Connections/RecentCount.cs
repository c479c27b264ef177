namespace AkkaRealtime.Connections;

/// <summary>Whether something happened more than <paramref name="most"/> times within <paramref name="windowMs"/>.</summary>
internal sealed class RecentCount(int most, long windowMs)
{
    private readonly Queue<long> _times = new(most + 1);

    /// <summary>Counts one more at <paramref name="nowMs"/>; true where it is one too many.</summary>
    public bool Add(long nowMs)
    {
        while (_times.TryPeek(out var oldest) && nowMs - oldest >= windowMs)
            _times.Dequeue();
        _times.Enqueue(nowMs);
        return _times.Count > most;
    }
}
