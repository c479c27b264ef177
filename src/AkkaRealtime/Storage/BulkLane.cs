using Akka.Actor;

namespace AkkaRealtime.Storage;

/// <summary>
/// Where entries wait that write hundreds of rows. Each is a commit of its own, once nothing else waits or <see cref="MaxPasses"/> commits of others have gone before it: whoever makes one room of a
/// thousand members after the other keeps a message waiting for one of them at most. Entries of one owner stay in order. Used by the journal's thread alone.
/// </summary>
internal sealed class BulkLane
{
    /// <summary>With more rows than this, an entry is <see cref="JournalEntry.IsBulk"/>: some dozen cost no more than the commit does.</summary>
    public const int MaxRows = 64;

    /// <summary>So many may wait here; then the journal takes nothing more until one is committed, and fills up as ever.</summary>
    public const int Capacity = 256;

    /// <summary>So many commits of others go before the first that waits.</summary>
    public const int MaxPasses = 4;

    private readonly Queue<JournalEntry> _waiting = [];

    // Promises (JournalPromise) all have one path: they are told apart as what they are.
    private readonly Dictionary<IActorRef, int> _owners = new(ReferenceEqualityComparer.Instance);
    private int _passes;

    /// <summary>How many wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Takes an entry that is of this kind, or that another one of its owner goes before; false for any other.</summary>
    public bool TryTake(JournalEntry entry)
    {
        if (!entry.IsBulk && !(Count > 0 && _owners.ContainsKey(entry.Owner)))
            return false;
        _waiting.Enqueue(entry);
        _owners[entry.Owner] = _owners.GetValueOrDefault(entry.Owner) + 1;
        return true;
    }

    /// <summary>The one whose turn it is; null where none waits, or others have just been committed and may again.</summary>
    public JournalEntry? Next(bool othersWere)
    {
        if (Count == 0 || (othersWere && ++_passes < MaxPasses))
            return null;
        _passes = 0;
        var entry = _waiting.Dequeue();
        if (--_owners[entry.Owner] == 0)
            _owners.Remove(entry.Owner);
        return entry;
    }
}
