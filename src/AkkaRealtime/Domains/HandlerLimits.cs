namespace AkkaRealtime.Domains;

/// <summary>How many requests to the host's handlers run and wait on a node. What is over is refused with a time to try again.</summary>
public sealed class HandlerLimits
{
    /// <summary>Handlers that run at a time; at least 1. Default 128.</summary>
    public int MaxRunning { get; set; } = 128;

    /// <summary>Requests that wait for a turn; more get <c>unavailable</c>. At least 1. Default 10,000.</summary>
    public int MaxWaiting { get; set; } = 10_000;

    /// <summary>
    /// Requests of one connection that run or wait; more get <c>rate-limited</c>. One of them runs at a time, in the order they came. At least 1. Default
    /// 128, which is more than the rate limit lets a connection send at once (<c>AkkaRealtime:Limits:Burst</c>, 100).
    /// </summary>
    public int MaxPerConnection { get; set; } = 128;

    /// <summary>What is wrong, as a sentence that says what to change; null where nothing is.</summary>
    internal string? Fault() => this switch
    {
        { MaxRunning: < 1 } => Sentence(nameof(MaxRunning), MaxRunning),
        { MaxWaiting: < 1 } => Sentence(nameof(MaxWaiting), MaxWaiting),
        { MaxPerConnection: < 1 } => Sentence(nameof(MaxPerConnection), MaxPerConnection),
        _ => null,
    };

    private static string Sentence(string name, int value) => $"The limit of handlers {name} is {value}, so that none would run. Set at least 1.";
}
