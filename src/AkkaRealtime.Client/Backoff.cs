namespace AkkaRealtime.Client;

/// <summary>How long to wait before the next attempt: full jitter, so that many who lost the same server don't come back at once.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private int _attempts;

    /// <summary>A session was there: the next loss is a new one.</summary>
    public void Reset() => _attempts = 0;

    /// <summary>The wait before the next attempt.</summary>
    /// <param name="chance">0 to 1.</param>
    public TimeSpan Next(double chance)
    {
        var most = first * Math.Pow(2, Math.Min(_attempts++, 16));
        return (most < longest ? most : longest) * chance;
    }
}
