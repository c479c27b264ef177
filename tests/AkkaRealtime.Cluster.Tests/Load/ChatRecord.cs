using System.Collections.Concurrent;

namespace AkkaRealtime.Cluster.Tests.Load;

/// <summary>A message as it is stored.</summary>
internal sealed record StoredMessage(long Seq, string Id, string User, string Key);

/// <summary>What senders were told and what connections saw, judged against what is stored in the end.</summary>
internal sealed class ChatRecord
{
    private readonly ConcurrentDictionary<(string Room, string User, string Key), (long Seq, string Id)> _confirmed = new();
    private readonly ConcurrentQueue<(string Room, long Seq, string Id)> _delivered = new();
    private int _contradictions;
    private int _gaps;
    private int _outOfOrder;

    /// <summary>Messages that were confirmed so far.</summary>
    public int Confirmed => _confirmed.Count;

    /// <summary>A sender was told so; for a key that was sent again, again.</summary>
    public void Confirm(string room, string user, string key, long seq, string id)
    {
        if (_confirmed.GetOrAdd((room, user, key), (seq, id)) != (seq, id))
            Interlocked.Increment(ref _contradictions);
    }

    /// <summary>A connection is over: the messages that it was sent, in their order; a null id says that it was told to have missed some of the room.</summary>
    public void Connection(IEnumerable<(string Room, long Seq, string? Id)> seen)
    {
        var last = new Dictionary<string, long>();
        foreach (var (room, seq, id) in seen)
        {
            if (id is null)
            {
                last.Remove(room);
                continue;
            }

            if (last.TryGetValue(room, out var before) && seq <= before)
                Interlocked.Increment(ref _outOfOrder);
            else if (before > 0 && seq > before + 1)
                Interlocked.Increment(ref _gaps);
            last[room] = seq;
            _delivered.Enqueue((room, seq, id));
        }
    }

    /// <summary>Compares.</summary>
    public Verdict Judge(IReadOnlyDictionary<string, IReadOnlyList<StoredMessage>> log)
    {
        var (lost, doubled, holes) = (0, 0, 0);
        foreach (var (at, told) in _confirmed)
            lost += log[at.Room].Any(m => m.User == at.User && m.Key == at.Key && (m.Seq, m.Id) == told) ? 0 : 1;
        var ids = log.ToDictionary(room => room.Key, room => room.Value.ToLookup(m => m.Seq, m => m.Id));
        lost += _delivered.Distinct().Count(seen => !ids[seen.Room][seen.Seq].SequenceEqual([seen.Id]));
        foreach (var room in log.Values)
        {
            doubled += room.Count - room.Select(m => (m.User, m.Key)).Distinct().Count();
            holes += room.Zip(room.Skip(1)).Count(pair => pair.Second.Seq != pair.First.Seq + 1);
        }

        return new Verdict(Confirmed, _delivered.Count, lost, doubled + _contradictions, holes + _gaps, _outOfOrder);
    }
}

/// <summary>Of the confirmed and delivered: how many are not stored so, stored twice, missing in between, in the wrong order.</summary>
internal sealed record Verdict(int Confirmed, int Delivered, int Lost, int Doubled, int Holes, int OutOfOrder)
{
    /// <summary>Nothing of the kind.</summary>
    public bool IsClean => (Lost, Doubled, Holes, OutOfOrder) == (0, 0, 0, 0);
}
