namespace AkkaRealtime.Domains;

/// <summary>How many requests to the host's handlers run and wait on a node. What is over is refused with a time to try again.</summary>
public sealed class HandlerLimits
{
    /// <summary>Handlers that run at a time. Default 128.</summary>
    public int MaxRunning { get; set; } = 128;

    /// <summary>Requests that wait for a turn; more get <c>unavailable</c>. Default 10,000.</summary>
    public int MaxWaiting { get; set; } = 10_000;

    /// <summary>Requests of one connection that run or wait; more get <c>rate-limited</c>. One of them runs at a time, in the order they came. Default 16.</summary>
    public int MaxOfConnection { get; set; } = 16;
}
