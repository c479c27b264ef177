using Akka.Actor;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage;

/// <summary>
/// What a store's log doesn't take goes to a thread of its own, which commits it as transactions of the tables: whoever waits for a message on the log waits for none of them. What the same owner, or
/// anybody about the same room, writes after such an entry goes behind it, whatever it is. All but <see cref="Done"/> and <see cref="Waiting"/> is for the journal's thread alone.
/// </summary>
/// <remarks>An entry is handed on only after what was written before it has been committed.</remarks>
internal sealed class CommitsAside : IDisposable
{
    /// <summary>So many may be on their way; then the journal takes nothing more until some are committed, and fills up as ever.</summary>
    public const int Capacity = 1_024;

    private readonly ILoggingWriter _writer;
    private readonly CommitThread _thread;
    private readonly List<JournalEntry> _taken = [];
    private readonly Lock _lock = new();

    // Promises (JournalPromise) all have one path: they are told apart as what they are.
    private readonly Dictionary<IActorRef, int> _owners = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<RoomId, int> _rooms = [];
    private readonly AutoResetEvent _done = new(false);
    private int _count;

    /// <summary>Starts the thread.</summary>
    /// <param name="writer">Says what is for its log.</param>
    /// <param name="batch">Most entries of one commit.</param>
    /// <param name="commit">Commits a batch on the thread, tells its owners, and calls <see cref="Done"/>.</param>
    public CommitsAside(ILoggingWriter writer, int batch, Action<List<JournalEntry>> commit)
    {
        _writer = writer;
        _thread = new CommitThread(Capacity, batch, commit);
    }

    /// <summary>How many are on their way.</summary>
    public int Waiting => Volatile.Read(ref _count);

    /// <summary>There is no place for one more.</summary>
    public bool IsFull => Waiting >= Capacity;

    /// <summary>Takes an entry that the log doesn't, or that one on its way goes before; false for any other.</summary>
    public bool TryTake(JournalEntry entry)
    {
        var isLogged = _writer.IsLogged(entry);
        lock (_lock)
        {
            if (isLogged && (_count == 0 || !IsBehind(entry)))
                return false;
            _count++;
            Add(_owners, entry.Owner, 1);
            if (entry is AppendEvents append)
                Add(_rooms, append.Room, 1);
        }

        _taken.Add(entry);
        return true;
    }

    /// <summary>Hands on what was taken: what was written before it is committed.</summary>
    public void Go()
    {
        foreach (var entry in _taken)
            _thread.TryWrite(entry);
        _taken.Clear();
    }

    /// <summary>Returns when there is a place. Nothing may be taken and not handed on.</summary>
    public void WaitForRoom()
    {
        while (IsFull)
            _done.WaitOne();
    }

    /// <summary>These are committed, or refused, and their owners have been told: nothing that they write from now on is told of before. From any thread.</summary>
    public void Done(List<JournalEntry> entries)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                Add(_owners, entry.Owner, -1);
                if (entry is AppendEvents append)
                    Add(_rooms, append.Room, -1);
            }

            _count -= entries.Count;
        }

        _done.Set();
    }

    /// <summary>Commits what is on its way, and ends.</summary>
    public void Dispose()
    {
        _thread.Dispose();
        _done.Dispose();
    }

    private static void Add<T>(Dictionary<T, int> counts, T key, int change)
        where T : notnull
    {
        var count = counts.GetValueOrDefault(key) + change;
        if (count == 0)
            counts.Remove(key);
        else
            counts[key] = count;
    }

    private bool IsBehind(JournalEntry entry) => _owners.ContainsKey(entry.Owner) || (entry is AppendEvents append && _rooms.ContainsKey(append.Room));
}
