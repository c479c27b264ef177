namespace AkkaRealtime.Routing.Chat.Previews;

/// <summary>What was found behind a link.</summary>
/// <param name="Head">What the page says; null: nothing that could be shown.</param>
/// <param name="Image">Its picture, looked at; null: none.</param>
internal sealed record FoundLink(PageHead? Head, byte[]? Image = null)
{
    /// <summary>Nothing.</summary>
    public static FoundLink Nothing { get; } = new(null, null);
}

/// <summary>
/// What was found lately, or is being looked for: a link that many write is asked for once. Bounded by number and by the bytes of pictures; the oldest goes first.
/// </summary>
internal sealed class FoundLinks(TimeSpan time, TimeProvider clock)
{
    private const int MaxLinks = 1_000;
    private const long MaxBytes = 33_554_432;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _oldest = new();
    private long _bytes;

    /// <summary>What there is, or what <paramref name="find"/> finds.</summary>
    public Task<FoundLink> GetAsync(string url, Func<Task<FoundLink>> find)
    {
        Entry entry;
        lock (_lock)
        {
            Forget();
            if (_entries.TryGetValue(url, out var known))
                return known.Found.Task;
            entry = new Entry(url, clock.GetTimestamp());
            _entries[url] = entry;
            _oldest.Enqueue(entry);
        }

        return FindAsync(entry, find);
    }

    private async Task<FoundLink> FindAsync(Entry entry, Func<Task<FoundLink>> find)
    {
        var found = FoundLink.Nothing;
        try
        {
            return found = await find().ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                entry.Bytes = found.Image?.Length ?? 0;
                if (_entries.GetValueOrDefault(entry.Url) == entry)
                    _bytes += entry.Bytes;
            }

            entry.Found.SetResult(found);
        }
    }

    private void Forget()
    {
        while (_oldest.TryPeek(out var entry) && (clock.GetElapsedTime(entry.Since) >= time || _oldest.Count >= MaxLinks || _bytes > MaxBytes))
        {
            _oldest.Dequeue();
            if (_entries.GetValueOrDefault(entry.Url) == entry && _entries.Remove(entry.Url))
                _bytes -= entry.Bytes;
        }
    }

    private sealed class Entry(string url, long since)
    {
        public string Url => url;

        public long Since => since;

        public long Bytes { get; set; }

        public TaskCompletionSource<FoundLink> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
