namespace AkkaRealtime.Routing.Reads;

/// <summary>The bounds of a <see cref="ReadExecutor"/>.</summary>
/// <param name="MaxRunning">Reads that run at a time: as many as keep a store busy. More only makes each of them slower.</param>
/// <param name="MaxWaiting">Reads that wait for a turn, some 400 bytes each: a storm of reconnecting clients waits instead of asking again and again.</param>
/// <param name="MaxOfConnection">Reads of one connection that run or wait.</param>
internal sealed record ReadLimits(int MaxRunning = 32, int MaxWaiting = 20_000, int MaxOfConnection = 16);
