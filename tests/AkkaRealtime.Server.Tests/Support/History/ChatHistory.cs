using System.Collections.Concurrent;

namespace AkkaRealtime.Server.Tests.Support.History;

/// <summary>
/// What senders asked for and were told, what connections were sent and what was read, judged against what is stored in the end: in the manner of Jepsen's
/// Elle, by what the order of begins and ends allows, and no clock. Safe from any thread.
/// </summary>
/// <remarks>
/// The promises: what was confirmed is stored, as it was confirmed; a key is stored once; a room's numbers have no hole; who sends after another message was
/// confirmed comes behind it; a connection gets a room's messages in order and without a hole, unless it is told so; a read has all that was confirmed before
/// it began; what is sent live, what a sync returns and what history shows are the same.
/// </remarks>
internal sealed class ChatHistory
{
    private readonly ConcurrentDictionary<(string Room, string User, string Key), Send> _sends = new();
    private readonly ConcurrentQueue<(string Room, StoredMessage Message)> _delivered = new();
    private readonly ConcurrentQueue<Read> _reads = new();
    private long _steps;
    private int _confirmed;
    private int _contradictions;
    private int _gaps;
    private int _backwards;

    /// <summary>Messages that were confirmed so far.</summary>
    public int Confirmed => Volatile.Read(ref _confirmed);

    /// <summary>A message is about to be sent, or sent again.</summary>
    public void Begin(string room, string user, string key) => _sends.GetOrAdd((room, user, key), static (_, step) => new Send(step), Step());

    /// <summary>A sender was told that it is stored; for a key that was sent again, again.</summary>
    public void Confirm(string room, string user, string key, long seq, string id, bool duplicate)
    {
        var send = _sends[(room, user, key)];
        lock (send)
        {
            if (send.Told is null)
            {
                (send.Told, send.Ended) = ((seq, id), Step());
                Interlocked.Increment(ref _confirmed);
            }
            else if (send.Told != (seq, id))
            {
                Interlocked.Increment(ref _contradictions);
            }

            // One answer says that it was new. Others repeat it.
            if (!duplicate && send.New)
                Interlocked.Increment(ref _contradictions);
            send.New |= !duplicate;
        }
    }

    /// <summary>A read is about to begin: hand it to <see cref="EndRead"/>.</summary>
    public long BeginRead() => Step();

    /// <summary>A read has returned all messages of a room with a number above <paramref name="after"/>.</summary>
    public void EndRead(long began, string room, long after, IEnumerable<long> seqs) => _reads.Enqueue(new Read(began, room, after, [.. seqs]));

    /// <summary>A connection is over: the messages that it was sent, in their order; a null message says that it was told to have missed some of the room.</summary>
    public void Connection(IEnumerable<(string Room, StoredMessage? Message)> seen)
    {
        var last = new Dictionary<string, long>();
        foreach (var (room, message) in seen)
        {
            if (message is null)
            {
                last.Remove(room);
                continue;
            }

            if (last.TryGetValue(room, out var before) && message.Seq <= before)
                Interlocked.Increment(ref _backwards);
            else if (before > 0 && message.Seq > before + 1)
                Interlocked.Increment(ref _gaps);
            last[room] = message.Seq;
            _delivered.Enqueue((room, message));
        }
    }

    /// <summary>Compares.</summary>
    /// <param name="log">Each room's messages as history shows them in the end.</param>
    /// <param name="synced">The same as a sync returns them, or the last of them; null where nobody asked.</param>
    public Verdict Judge(IReadOnlyDictionary<string, IReadOnlyList<StoredMessage>> log, IReadOnlyDictionary<string, IReadOnlyList<StoredMessage>>? synced = null)
    {
        var (lost, doubled, holes, backwards, stale, unlike) = (0, _contradictions, _gaps, _backwards, 0, 0);
        var stored = log.ToDictionary(room => room.Key, room => room.Value.ToLookup(m => m.Seq));
        foreach (var (at, send) in _sends.Where(s => s.Value.Told is not null))
            lost += stored[at.Room][send.Told!.Value.Seq].Any(m => (m.Id, m.User, m.Key) == (send.Told.Value.Id, at.User, at.Key)) ? 0 : 1;
        lost += _delivered.Distinct().Count(seen => !stored[seen.Room][seen.Message.Seq].Contains(seen.Message));
        foreach (var (room, messages) in log)
        {
            doubled += messages.Count - messages.Select(m => (m.User, m.Key)).Distinct().Count();
            holes += messages.Zip(messages.Skip(1)).Count(pair => pair.Second.Seq != pair.First.Seq + 1);
            backwards += AgainstTime(room);
            if (synced?.TryGetValue(room, out var some) == true)
                unlike += messages.TakeLast(Math.Max(1, some.Count)).SequenceEqual(some) ? 0 : 1;
        }

        stale = _reads.Sum(read => _sends.Count(s => s.Key.Room == read.Room && s.Value.Ended < read.Began && s.Value.Told!.Value.Seq > read.After && !read.Seqs.Contains(s.Value.Told.Value.Seq)));
        return new Verdict(Confirmed, _delivered.Count, lost, doubled, holes, backwards, stale, unlike);
    }

    private long Step() => Interlocked.Increment(ref _steps);

    // From the last number down: none may have begun after one with a higher number was confirmed.
    private int AgainstTime(string room)
    {
        var (wrong, earliestEnd) = (0, long.MaxValue);
        foreach (var send in _sends.Where(s => s.Key.Room == room && s.Value.Told is not null).Select(s => s.Value).OrderByDescending(s => s.Told!.Value.Seq))
        {
            wrong += send.Began > earliestEnd ? 1 : 0;
            earliestEnd = Math.Min(earliestEnd, send.Ended);
        }

        return wrong;
    }

    private sealed class Send(long began)
    {
        public long Began { get; } = began;

        public long Ended { get; set; } = long.MaxValue;

        public (long Seq, string Id)? Told { get; set; }

        public bool New { get; set; }
    }

    private sealed record Read(long Began, string Room, long After, HashSet<long> Seqs);
}
