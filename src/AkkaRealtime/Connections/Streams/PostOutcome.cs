namespace AkkaRealtime.Connections.Streams;

/// <summary>What became of a request that brings what a client sends.</summary>
internal enum PostOutcome
{
    /// <summary>It is taken, now or before.</summary>
    Taken,

    /// <summary>There is no such stream, or it has ended.</summary>
    Gone,

    /// <summary>One that comes before it has not come yet.</summary>
    Early,

    /// <summary>Too many wait for their turn.</summary>
    Busy,

    /// <summary>The stream's node did not answer.</summary>
    Unreachable,
}
