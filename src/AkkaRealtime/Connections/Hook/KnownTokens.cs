namespace AkkaRealtime.Connections.Hook;

/// <summary>
/// What was said of tokens, by their hashes, so that a page that loads thirty pictures asks once. Only what is good is kept, and for a time only; who asks while an answer is under way gets the same one.
/// Safe from any thread.
/// </summary>
internal sealed class KnownTokens(TimeSpan keptFor, TimeProvider time)
{
    /// <summary>So many are kept at most.</summary>
    public const int Max = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>What is known of a token, or what <paramref name="ask"/> says.</summary>
    public Task<Identity?> FindAsync(string hash, Func<Task<Identity?>> ask)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(hash, out var known) && Counts(known))
                return known.Answer;
            if (_known.Count >= Max)
                MakeRoom();
            var asked = new Known(Task.Run(() => AskAsync(hash, ask)), time.GetTimestamp());
            _known[hash] = asked;
            return asked.Answer;
        }
    }

    // Whoever asks after an answer that is no good one has it asked for again.
    private async Task<Identity?> AskAsync(string hash, Func<Task<Identity?>> ask)
    {
        Identity? identity = null;
        try
        {
            return identity = await ask().ConfigureAwait(false);
        }
        finally
        {
            if (identity is null)
            {
                lock (_lock)
                    _known.Remove(hash);
            }
        }
    }

    private bool Counts(Known known) => !known.Answer.IsCompleted || time.GetElapsedTime(known.At) < keptFor;

    private void MakeRoom()
    {
        foreach (var hash in _known.Where(pair => !Counts(pair.Value)).Select(pair => pair.Key).ToList())
            _known.Remove(hash);
        if (_known.Count >= Max)
            _known.Clear();
    }

    private sealed record Known(Task<Identity?> Answer, long At);
}
