using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Topics;

/// <summary>What a topic delivers: encoded once.</summary>
/// <param name="Topic">Where to.</param>
/// <param name="Seq">The event's number in the log; 0 for volatile.</param>
/// <param name="Envelope">The bytes.</param>
/// <param name="Leaves">A user whose connections are taken off the topic right after this was delivered to them.</param>
public sealed record Publication(Topic Topic, long Seq, EncodedEnvelope Envelope, UserId? Leaves = null)
{
    /// <summary>May be dropped: has no place in the log.</summary>
    public bool IsVolatile => Seq == 0;
}
