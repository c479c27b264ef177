using Akka.Actor;

namespace AkkaRealtime.Storage.Scouting;

/// <summary>
/// Notes where this node's journal commits something, while somebody in the cluster wants to know: next to nothing where nobody does. Safe from any thread. At most
/// <see cref="Most"/> names wait to be told; what is beyond is found by looking through the store.
/// </summary>
/// <typeparam name="T">What is named: a room, a stream.</typeparam>
internal abstract class JournalScout<T>(TimeProvider time) : IJournalObserver
    where T : notnull
{
    private const int Most = 10_000;
    private readonly Lock _gate = new();
    private HashSet<T> _moved = [];
    private long _until;
    private IActorRef? _teller;

    /// <summary>Who is told that there is something to tell.</summary>
    public void Start(IActorRef teller) => Volatile.Write(ref _teller, teller);

    /// <summary>Notes from now on, for a while.</summary>
    public void Follow() => Volatile.Write(ref _until, (time.GetUtcNow() + ScoutLease.Time).UtcTicks);

    /// <inheritdoc/>
    public void Committed(IReadOnlyList<JournalResult> results)
    {
        if (Volatile.Read(ref _until) is 0 || Volatile.Read(ref _teller) is not { } teller || Volatile.Read(ref _until) < time.GetUtcNow().UtcTicks)
            return;
        bool isFirst;
        lock (_gate)
        {
            isFirst = _moved.Count == 0;
            foreach (var result in results)
            {
                if (_moved.Count < Most)
                    Note(result, _moved);
            }

            isFirst &= _moved.Count > 0;
        }

        if (isFirst)
            teller.Tell(ScoutMoved.Instance, ActorRefs.NoSender);
    }

    /// <summary>What has moved since it was asked last.</summary>
    public IReadOnlyCollection<T> Take()
    {
        lock (_gate)
        {
            var moved = _moved;
            _moved = [];
            return moved;
        }
    }

    /// <summary>Adds what a result has moved, if that is of interest.</summary>
    protected abstract void Note(JournalResult result, ISet<T> moved);
}

/// <summary>For how long a scout notes after it was last asked to.</summary>
internal static class ScoutLease
{
    /// <summary>Three times as long as owners take between two announcements.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(15);
}

/// <summary>The scout has something to tell.</summary>
internal sealed class ScoutMoved : INoSerializationVerificationNeeded
{
    /// <summary>The only one that is needed.</summary>
    public static readonly ScoutMoved Instance = new();
}
