namespace AkkaRealtime.Cluster.Tests.Load;

/// <summary>How long requests waited until they were answered, whatever the answer. Safe from any thread.</summary>
internal sealed class Answers
{
    private readonly Lock _gate = new();
    private readonly List<string> _missing = [];
    private readonly Dictionary<string, int> _refused = [];

    /// <summary>The longest wait of those that were answered.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Those that were not answered while anybody waited.</summary>
    public int Missing => _missing.Count;

    /// <summary>Waits for a request; false where it was not answered in time.</summary>
    public async Task<bool> WithinAsync(string what, TimeSpan patience, Func<Task<bool>> ask)
    {
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            var answer = await ask().WaitAsync(patience);
            lock (_gate)
            {
                var waited = TimeProvider.System.GetElapsedTime(start);
                Slowest = waited > Slowest ? waited : Slowest;
            }

            return answer;
        }
        catch (TimeoutException)
        {
            lock (_gate)
                _missing.Add(what);
            return false;
        }
    }

    /// <summary>One was refused, and may be asked again.</summary>
    public void Refused(string what)
    {
        lock (_gate)
            _refused[what] = _refused.GetValueOrDefault(what) + 1;
    }

    /// <summary>What was refused, how often.</summary>
    public string Refusals => string.Join(", ", _refused.Select(r => $"{r.Key} {r.Value}"));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"answered within {Slowest.TotalSeconds:f1} s, {Missing} not {string.Join(" ", _missing)} ({Refusals})");
}
