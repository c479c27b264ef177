using Akka.Actor;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Webhooks.Store;

namespace AkkaRealtime.Webhooks.Owner;

/// <summary>
/// Notes what this node's journal commits, while the owner of webhooks wants to know: next to nothing where there are none. Safe from any thread. At most
/// <see cref="Most"/> streams wait to be told; what is beyond is found by looking through the store.
/// </summary>
internal sealed class WebhookScout(TimeProvider time) : IJournalObserver
{
    /// <summary>For how long it notes after it was last asked to.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private const int Most = 10_000;
    private readonly Lock _gate = new();
    private HashSet<string> _moved = new(StringComparer.Ordinal);
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
                if (NameOf(result) is { } stream && _moved.Count < Most)
                    _moved.Add(stream);
            }

            isFirst &= _moved.Count > 0;
        }

        if (isFirst)
            teller.Tell(ScoutMoved.Instance, ActorRefs.NoSender);
    }

    /// <summary>What has moved since it was asked last.</summary>
    public IReadOnlyCollection<string> Take()
    {
        lock (_gate)
        {
            var moved = _moved;
            _moved = new HashSet<string>(StringComparer.Ordinal);
            return moved;
        }
    }

    private static string? NameOf(JournalResult result) => result switch
    {
        EventsAppended appended => StreamPosition.Of(appended.Room),
        Saved { Entry: SaveUser { Event: not null } user } => StreamPosition.Of(user.User),
        _ => null,
    };
}

/// <summary>The scout has something to tell.</summary>
internal sealed class ScoutMoved : INoSerializationVerificationNeeded
{
    /// <summary>The only one that is needed.</summary>
    public static readonly ScoutMoved Instance = new();
}

/// <summary>Tells the owner of webhooks, wherever it is, what this node's <see cref="WebhookScout"/> has noted: gathered for some milliseconds, and what is lost is lost.</summary>
internal sealed class WebhookScoutActor(WebhookScout scout, IActorRef owner, IActorRef mediator) : UntypedActor, IWithTimers
{
    /// <summary>The mediator's topic of all scouts.</summary>
    public const string Topic = "webhook-scouts";

    private const int Page = 1_000;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        mediator.Tell(new Akka.Cluster.Tools.PublishSubscribe.Subscribe(Topic, Self), Self);
        scout.Start(Self);
        owner.Tell(new LookAtWebhooks("A node has started."), Self);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case FollowStreams:
                scout.Follow();
                break;
            case ScoutMoved:
                Timers.StartSingleTimer(Tell.Instance, Tell.Instance, Gather);
                break;
            case Tell:
                foreach (var page in scout.Take().Chunk(Page))
                    owner.Tell(new StreamsMoved(page), Self);
                break;
            case Akka.Cluster.Tools.PublishSubscribe.SubscribeAck:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private sealed class Tell : INoSerializationVerificationNeeded
    {
        public static readonly Tell Instance = new();
    }
}
