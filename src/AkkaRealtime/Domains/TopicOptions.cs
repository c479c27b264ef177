using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains;

/// <summary>How a topic of the host's behaves, and who may follow it.</summary>
public sealed class TopicOptions
{
    /// <summary>The most that <see cref="Keep"/> may be.</summary>
    public const int MaxKeep = 1_000;

    /// <summary>The most that <see cref="KeepMinutes"/> may be: a day.</summary>
    internal const int MaxKeepMinutes = 1_440;

    /// <summary>The default of <see cref="KeepMinutes"/>.</summary>
    internal const int DefaultKeepMinutes = 10;

    /// <summary>
    /// How many of the last events are kept for who reconnects, 0 to <see cref="MaxKeep"/>; of these at most 256 KiB. They are kept in memory, by the
    /// topic's owner: when it starts anew (its node stopped, or nobody followed and published for <see cref="KeepMinutes"/>), clients see another
    /// <c>epoch</c>, with the next event while they are connected, and know that they may have missed something. Default 0: events are volatile.
    /// </summary>
    public int Keep { get; set; }

    /// <summary>For how many minutes without followers and events they are kept. Default 10.</summary>
    public int KeepMinutes { get; set; } = DefaultKeepMinutes;

    /// <summary>
    /// Says whether a user may follow the topic; asked with each <c>topic.subscribe</c>, and not again: <see cref="ITopicSubscriptions.EndAsync"/> ends what
    /// it allowed. It runs beside the actors and may wait, for a database say. Where it says no to a connection that follows already, the connection is
    /// taken off; an exception, or an error that passes (<see cref="ErrorCode.Unavailable"/>, <see cref="ErrorCode.Busy"/>,
    /// <see cref="ErrorCode.RateLimited"/>, <see cref="ErrorCode.Internal"/>), is none. Default: whoever is signed in may.
    /// </summary>
    public Func<Caller, string, CancellationToken, Task<TopicAccess>> Authorize { get; set; } = (_, _, _) => Task.FromResult<TopicAccess>(true);
}
