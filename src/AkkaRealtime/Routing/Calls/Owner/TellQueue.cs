namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>
/// What is to be told of a call, in the order of its decisions. What a crash must not take back (somebody came in or went, the end) is told only
/// once the store has it; what comes after it waits behind it. Ringing waits for nothing. Promise: in order; and durable before told, unless the
/// store takes longer than <see cref="MaxWait"/>: a call must not hang on a store that is away.
/// </summary>
internal sealed class TellQueue
{
    /// <summary>How long what is to be told waits for the store.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    // What a large call decides in two seconds of a slow store. Beyond it, the oldest is told as if its time were up.
    private const int MaxWaiting = 256;

    private readonly Queue<Item> _items = new();

    /// <summary>Nothing waits.</summary>
    public bool IsEmpty => _items.Count == 0;

    /// <summary>When the first has waited long enough; null: nothing waits.</summary>
    public DateTimeOffset? Next => _items.TryPeek(out var first) ? first.Until : null;

    /// <summary>Tells now, or when the store has state <paramref name="number"/> (of <see cref="CallLedger.Given"/>) and everything before it was told.</summary>
    /// <param name="number">The state.</param>
    /// <param name="tell">Tells.</param>
    /// <param name="now">The time.</param>
    /// <param name="refuse">Tells whoever asked for it that it has not come about; null where nobody did.</param>
    public void Add(long number, Action tell, DateTimeOffset now, Action? refuse = null)
    {
        if (_items.Count >= MaxWaiting)
            _items.Dequeue().Tell();
        _items.Enqueue(new Item(number, now + MaxWait, tell, refuse));
    }

    /// <summary>Tells what the store has by now (all states up to <paramref name="kept"/>), or what waited too long. How many were told without being kept.</summary>
    public int Release(long kept, DateTimeOffset now)
    {
        var early = 0;
        while (_items.TryPeek(out var first) && (first.Number <= kept || first.Until <= now))
        {
            early += first.Number <= kept ? 0 : 1;
            _items.Dequeue().Tell();
        }

        return early;
    }

    /// <summary>Tells everything: the owner stops, and has handed the journal what is to be kept.</summary>
    public void ReleaseAll()
    {
        while (_items.TryDequeue(out var item))
            item.Tell();
    }

    /// <summary>Tells nothing of it but those who asked: it has not come about.</summary>
    public void Clear()
    {
        while (_items.TryDequeue(out var item))
            item.Refuse?.Invoke();
    }

    private readonly record struct Item(long Number, DateTimeOffset Until, Action Tell, Action? Refuse);
}
