using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Topics;

/// <summary>What a topic delivers: encoded once.</summary>
/// <param name="Topic">Where to.</param>
/// <param name="Seq">The event's number in the log; 0 for volatile.</param>
/// <param name="Envelope">The bytes.</param>
/// <param name="Leaves">A user whose connections are taken off the topic right after this was delivered to them.</param>
public sealed record Publication(Topic Topic, long Seq, EncodedEnvelope Envelope, UserId? Leaves = null)
{
    /// <summary>Has no place in a log: relays don't repair gaps, and deliver it in the order in which it came.</summary>
    public bool IsVolatile => Seq == 0;

    /// <summary>
    /// The owner keeps it, though not in a log: clients ask for what they missed. A connection that doesn't keep up is told that it was skipped
    /// (<c>session.lagging</c>), as it is of a log's.
    /// </summary>
    internal bool IsKept { get; init; }

    /// <summary>Volatile, and not for connections that are on the topic without their user's being a member (<see cref="Subscribe.Watches"/>).</summary>
    internal bool MembersOnly { get; init; }

    /// <summary>The span that it is a part of, as <c>traceparent</c>; null where it isn't traced.</summary>
    internal string? Trace { get; init; }

    /// <summary>May not be dropped in silence.</summary>
    internal bool IsDurable => Seq != 0 || IsKept;
}
