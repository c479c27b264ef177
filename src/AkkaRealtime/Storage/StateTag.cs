namespace AkkaRealtime.Storage;

/// <summary>
/// Fences off owners that have been superseded (optimistic concurrency, as HTTP's <c>If-Match</c>): each save of a state is tagged, and names the tag of the
/// state that it replaces. Where the store has another one, somebody else wrote meanwhile, and nothing is stored (<see cref="SaveSuperseded"/>).
/// The same save again, after an answer that was lost, is no other.
/// </summary>
/// <param name="Before">What the owner knows to be stored; 0: nothing, or a state without a tag.</param>
/// <param name="Tag">What is stored with the new state.</param>
public readonly record struct StateTag(long Before, long Tag)
{
    /// <summary>The tag of a state that replaces the one tagged <paramref name="before"/>.</summary>
    public static StateTag After(long before) => new(before, Random.Shared.NextInt64(1, long.MaxValue));

    /// <summary>Whether a state may be stored where the one tagged <paramref name="stored"/> is.</summary>
    public bool Replaces(long stored) => stored == Before || stored == Tag;
}

/// <summary>Nothing of the entry was stored: another owner has written since this one loaded. Load anew.</summary>
public sealed record SaveSuperseded(JournalEntry Entry) : JournalResult;
