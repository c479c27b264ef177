using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;

namespace AkkaRealtime.Topics;

/// <summary>
/// Ready WebSocket frames (header and payload) that many connections share. Never changed after they were made.
/// </summary>
/// <param name="Bytes">One or more whole frames.</param>
/// <param name="Count">How many.</param>
/// <param name="Topic">The topic whose durable publications these are, or null: volatile, may be dropped.</param>
internal readonly record struct SharedFrames(ReadOnlyMemory<byte> Bytes, int Count, Topic? Topic)
{
    /// <summary>The same for connections that compress; null where none may.</summary>
    public DeflatedFrames? Deflated { get; init; }
}

/// <summary>The bounded way out of one connection. Safe from any thread; never blocks.</summary>
internal interface IOutbox
{
    /// <summary>
    /// Queues one envelope that is meant for this connection alone (a reply, an invitation): in order with everything else.
    /// False where the connection is closed, or so far behind that it is being closed.
    /// </summary>
    bool Write(EncodedEnvelope envelope);

    /// <summary>
    /// Queues shared frames. Over the limit, volatile ones are dropped and counted; durable ones are skipped, and with them all of that
    /// topic's until the connection has caught up and was told <c>session.lagging</c>: a hole is never silent.
    /// </summary>
    void Deliver(in SharedFrames frames);

    /// <summary>Says that durable publications of <paramref name="topic"/> were skipped for this connection (<c>session.lagging</c>).</summary>
    void TellLagging(Topic topic);
}
