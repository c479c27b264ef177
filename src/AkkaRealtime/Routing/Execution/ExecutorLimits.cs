namespace AkkaRealtime.Routing.Execution;

/// <summary>The bounds of a <see cref="BoundedExecutor"/>.</summary>
/// <param name="MaxRunning">What runs at a time: as many reads as keep a store busy. More only makes each of them slower.</param>
/// <param name="MaxWaiting">What waits for a turn, of each kind, some 400 bytes each: a storm of reconnecting clients waits instead of asking again and again.</param>
/// <param name="MaxPerConnection">
/// What one connection has running or waiting. More than the rate limit lets a connection send at once (<c>limits.burst</c>, 100), which is what a page
/// does that comes back: <c>chat.rooms</c>, one <c>chat.sync</c> for all its rooms, and a <c>chat.history</c> for each room that missed too much. So a client
/// that keeps to the rate limit is not refused here; and a user's 100 connections together don't fill <paramref name="MaxWaiting"/>.
/// </param>
internal sealed record ExecutorLimits(int MaxRunning = 32, int MaxWaiting = 20_000, int MaxPerConnection = 128)
{
    /// <summary>What runs at a time beside all others, of <see cref="WorkKind.Opening"/>.</summary>
    public int MaxOpening { get; init; } = 16;

    /// <summary>
    /// What runs at a time of <see cref="WorkKind.Heavy"/>: half the processors, so that however many searches wait, they leave the other half, and the store's other readers, to
    /// everything else.
    /// </summary>
    public int MaxHeavy { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>The same bounds, but a connection may have at least as much under way as it may send at once.</summary>
    public ExecutorLimits ForBursts(int burst) => this with { MaxPerConnection = Math.Max(MaxPerConnection, burst) };

    /// <summary>What runs of a kind at a time.</summary>
    public int Running(WorkKind kind) => kind switch
    {
        WorkKind.Opening => MaxOpening,
        WorkKind.Heavy => MaxHeavy,
        _ => MaxRunning,
    };

    /// <summary>What one user has running of a kind, on all connections.</summary>
    public static int RunningPerUser(WorkKind kind) => kind == WorkKind.Heavy ? 1 : int.MaxValue;
}
