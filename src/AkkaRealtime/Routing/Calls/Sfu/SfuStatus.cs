namespace AkkaRealtime.Routing.Calls.Sfu;

/// <summary>Which media servers can be reached, for health checks. Safe from any thread.</summary>
internal sealed class SfuStatus
{
    private int _configured;
    private int _up;

    /// <summary>How many there are.</summary>
    public int Configured
    {
        get => Volatile.Read(ref _configured);
        internal set => Volatile.Write(ref _configured, value);
    }

    /// <summary>How many of them can be reached.</summary>
    public int Up => Volatile.Read(ref _up);

    internal void Add(int change) => Interlocked.Add(ref _up, change);
}
