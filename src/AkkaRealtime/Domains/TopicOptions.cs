using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains;

/// <summary>How a topic of the host's behaves, and who may follow it.</summary>
public sealed class TopicOptions
{
    /// <summary>The most that <see cref="Keep"/> may be.</summary>
    public const int MaxKeep = 1_000;

    /// <summary>
    /// How many of the last events are kept for who reconnects, 0 to <see cref="MaxKeep"/>; of these at most 256 KiB. They are kept in memory, by the
    /// topic's owner: when it starts anew (its node stopped, or nobody followed and published for <see cref="KeepMinutes"/>), clients see another
    /// <c>epoch</c> and are told that they may have missed something. Default 0: events are volatile.
    /// </summary>
    public int Keep { get; set; }

    /// <summary>For how many minutes without followers and events they are kept. Default 10.</summary>
    public int KeepMinutes { get; set; } = 10;

    /// <summary>
    /// Says whether a user may follow the topic; asked with each <c>topic.subscribe</c>. It runs beside the actors and may wait, for a database say.
    /// Default: whoever is signed in may.
    /// </summary>
    public Func<Caller, string, CancellationToken, Task<TopicAccess>> Authorize { get; set; } = (_, _, _) => Task.FromResult<TopicAccess>(true);
}
