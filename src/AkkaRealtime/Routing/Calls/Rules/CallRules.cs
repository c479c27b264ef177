namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>The times and sizes that calls are bound to (protocol §4).</summary>
/// <param name="Ring">How long it rings for a callee.</param>
/// <param name="Reconnect">How long a participant without a connection keeps its place.</param>
internal sealed record CallRules(TimeSpan Ring, TimeSpan Reconnect)
{
    /// <summary>The most participants while browsers send to each other: each sends its picture to every other.</summary>
    public const int MaxInMesh = 4;

    /// <summary>The most participants by a media server; 0: there is none.</summary>
    public int MaxInSfu { get; init; }

    /// <summary>The largest group that rings as a whole. Calls of larger groups, and of channels, are entered by starting or joining them, and ring for invited users only.</summary>
    public const int MaxRung = 64;

    /// <summary>How long a lost connection is hidden from the others: most come back sooner.</summary>
    public static readonly TimeSpan HideLoss = TimeSpan.FromSeconds(5);

    /// <summary>How long somebody may be alone in a call.</summary>
    public static readonly TimeSpan Alone = TimeSpan.FromSeconds(60);

    /// <summary>A call whose owner was gone for longer is not resumed.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(2);
}
