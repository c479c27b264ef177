using AkkaRealtime.Webhooks.Delivery;
using AkkaRealtime.Webhooks.Store;

namespace AkkaRealtime.Webhooks.Owner;

/// <summary>
/// The streams of one webhook that have something to send, and whose turn it is: each has one turn at a time, so that its order holds; they take turns in the order in which
/// they became ready. Pure: it has no clock and sends nothing.
/// </summary>
internal sealed class StreamQueue
{
    /// <summary>Streams that are remembered; of those beyond, the store is asked later.</summary>
    public const int Most = 10_000;

    private readonly Dictionary<string, Entry> _streams = new(StringComparer.Ordinal);
    private readonly Queue<string> _ready = new();

    /// <summary>How many turns are under way.</summary>
    public int Running { get; private set; }

    /// <summary>Whether streams could not be remembered: the store knows which.</summary>
    public bool IsOverflown { get; private set; }

    /// <summary>Whether none is ready.</summary>
    public bool IsEmpty => _ready.Count == 0;

    /// <summary>Since when the one that has waited longest has had something to send; null: none has.</summary>
    public DateTimeOffset? OldestSince => _streams.Values.Where(s => s.Since is not null).Select(s => s.Since).DefaultIfEmpty(null).Min();

    /// <summary>A stream has something new, or may have.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="stored">How far it has got by the store; null: not known. What is known here is later.</param>
    /// <param name="now">The time.</param>
    public void Add(string name, StreamPosition? stored, DateTimeOffset now)
    {
        if (!_streams.TryGetValue(name, out var stream))
        {
            if (_streams.Count >= Most && !Forget())
            {
                IsOverflown = true;
                return;
            }

            _streams.Add(name, stream = new Entry { Known = stored });
        }

        stream.Since ??= now;
        if (stream.IsRunning)
            stream.MovedMeanwhile = true;
        else if (!stream.IsReady && !(stream.Known?.RetryAt > now))
            MakeReady(name, stream);
    }

    /// <summary>Begins the turn of the stream that has waited longest; null where none is ready.</summary>
    public (string Name, StreamPosition? Known)? Take()
    {
        if (!_ready.TryDequeue(out var name))
            return null;
        var stream = _streams[name];
        (stream.IsReady, stream.IsRunning, stream.MovedMeanwhile) = (false, true, false);
        Running++;
        return (name, stream.Known);
    }

    /// <summary>A turn has ended.</summary>
    public void End(TurnEnded turn, DateTimeOffset now)
    {
        var name = turn.Stream.Name;
        var stream = End(name);
        stream.Known = turn.Stream;
        if (!turn.HasMore && !stream.MovedMeanwhile)
        {
            stream.Since = null;
            return;
        }

        if (turn.Delivered > 0 || turn.OldestAt is not null)
            stream.Since = turn.OldestAt ?? now;
        if (!(turn.Stream.RetryAt > now))
            MakeReady(name, stream);
    }

    /// <summary>A turn could not be held: it is the stream's turn again.</summary>
    public void Fail(string name) => MakeReady(name, End(name));

    /// <summary>Makes ready what is to be tried again by now; all that waits, where <paramref name="all"/> says so.</summary>
    public void Retry(DateTimeOffset now, bool all)
    {
        foreach (var (name, stream) in _streams)
        {
            if (stream is { IsReady: false, IsRunning: false, Known.RetryAt: { } at } && (all || at <= now))
                MakeReady(name, stream);
        }
    }

    /// <summary>The store is asked for what could not be remembered.</summary>
    public void TakeOverflow() => IsOverflown = false;

    private Entry End(string name)
    {
        Running--;
        var stream = _streams[name];
        stream.IsRunning = false;
        return stream;
    }

    private void MakeReady(string name, Entry stream)
    {
        stream.IsReady = true;
        _ready.Enqueue(name);
    }

    private bool Forget()
    {
        foreach (var (name, _) in _streams.Where(s => s.Value is { Since: null, IsRunning: false }).ToList())
            _streams.Remove(name);
        return _streams.Count < Most;
    }

    private sealed class Entry
    {
        public StreamPosition? Known { get; set; }

        public DateTimeOffset? Since { get; set; }

        public bool IsReady { get; set; }

        public bool IsRunning { get; set; }

        public bool MovedMeanwhile { get; set; }
    }
}
