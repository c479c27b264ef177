namespace AkkaRealtime.Domains;

/// <summary>An event of the host's in a room's log; it is durable.</summary>
/// <typeparam name="T">What it says.</typeparam>
/// <param name="Seq">Its place in the log.</param>
/// <param name="At">When it was appended.</param>
/// <param name="Data">What it says: of a repeated one, what the first one said.</param>
/// <param name="Duplicate">It was appended before, with the same key.</param>
public sealed record LoggedEvent<T>(long Seq, DateTimeOffset At, T Data, bool Duplicate);
