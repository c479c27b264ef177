using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Push.Owner;

/// <summary>
/// Notes in which rooms this node's journal commits something, while who pushes wants to know: next to nothing where there are no subscriptions. Safe from any thread. At most
/// <see cref="Most"/> rooms wait to be told; what is beyond is found by looking through the store.
/// </summary>
internal sealed class PushScout(TimeProvider time) : IJournalObserver
{
    /// <summary>For how long it notes after it was last asked to.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private const int Most = 10_000;
    private readonly Lock _gate = new();
    private HashSet<RoomId> _moved = [];
    private long _until;
    private IActorRef? _teller;

    /// <summary>Who is told that there is something to tell.</summary>
    public void Start(IActorRef teller) => Volatile.Write(ref _teller, teller);

    /// <summary>Notes from now on, for a while.</summary>
    public void Follow() => Volatile.Write(ref _until, (time.GetUtcNow() + Lease).UtcTicks);

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
                if (result is EventsAppended appended && _moved.Count < Most)
                    _moved.Add(appended.Room);
            }

            isFirst &= _moved.Count > 0;
        }

        if (isFirst)
            teller.Tell(Moved.Instance, ActorRefs.NoSender);
    }

    /// <summary>What has moved since it was asked last.</summary>
    public IReadOnlyCollection<RoomId> Take()
    {
        lock (_gate)
        {
            var moved = _moved;
            _moved = [];
            return moved;
        }
    }

    /// <summary>There is something to tell.</summary>
    internal sealed class Moved : INoSerializationVerificationNeeded
    {
        /// <summary>The only one that is needed.</summary>
        public static readonly Moved Instance = new();
    }
}

/// <summary>Tells who pushes, wherever it is, what this node's <see cref="PushScout"/> has noted: gathered for some milliseconds, and what is lost is lost.</summary>
internal sealed class PushScoutActor(PushScout scout, IActorRef owner, IActorRef mediator) : UntypedActor, IWithTimers
{
    /// <summary>The mediator's topic of all scouts.</summary>
    public const string Topic = "push-scouts";

    private const int Page = 1_000;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        mediator.Tell(new Akka.Cluster.Tools.PublishSubscribe.Subscribe(Topic, Self), Self);
        scout.Start(Self);
        owner.Tell(new LookAtPush("A node has started."), Self);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case FollowRooms:
                scout.Follow();
                break;
            case PushScout.Moved:
                Timers.StartSingleTimer(TellNow.Instance, TellNow.Instance, Gather);
                break;
            case TellNow:
                foreach (var page in scout.Take().Chunk(Page))
                    owner.Tell(new RoomsMoved(page), Self);
                break;
            case Akka.Cluster.Tools.PublishSubscribe.SubscribeAck:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private sealed class TellNow : INoSerializationVerificationNeeded
    {
        public static readonly TellNow Instance = new();
    }
}
