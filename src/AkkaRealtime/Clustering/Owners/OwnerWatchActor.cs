using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Event;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Clustering.Owners;

/// <summary>
/// The node's part of <see cref="OwnerWatch"/> that asks shards, one a node. It also answers requests that have died: an owner's mailbox when its shard moves, what
/// a region lets go of meanwhile, what remoting could not send.
/// </summary>
internal sealed class OwnerWatchActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(OwnerSweep.EveryMs);

    // Until what the last of the other nodes had is here: messages for it may still go to where it was.
    private static readonly TimeSpan AloneAfter = TimeSpan.FromSeconds(10);
    private readonly TimeSpan _aloneAfter;
    private readonly OwnerWatch _watch;
    private readonly OwnerSweep _sweep;
    private long _now;
    private long _real;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Dictionary<string, IActorRef> _regions = [];
    private readonly HashSet<UniqueAddress> _others = [];

    /// <summary>Makes it.</summary>
    /// <param name="watch">What it serves.</param>
    /// <param name="aloneAfter">How long to go on watching once there are no others; null: ten seconds.</param>
    public OwnerWatchActor(OwnerWatch watch, TimeSpan? aloneAfter = null)
    {
        (_watch, _aloneAfter) = (watch, aloneAfter ?? AloneAfter);
        _real = watch.NowMs;
        watch.Restart();
        _sweep = new OwnerSweep(Ask, watch.TellAway);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick:
                Advance();
                _watch.Drain(_sweep, _now);
                _sweep.Sweep(_now);
                _watch.Away = _sweep.Away;
                break;
            case Reached reached when _watch.Find(reached.Region) is { } region:
                _sweep.Reached(region, reached.Shard, _now);
                _watch.Away = _sweep.Away;
                break;
            case DeadLetter { Message: IAnswered { Ref: { } reference } } dead:
                dead.Sender.Tell(EnvelopeWriter.Error(OwnerAway.Error, reference), Self);
                break;
            case DeadLetter:
                break;
            case ClusterEvent.IMemberEvent when _cluster.IsTerminated:
                Timers.Cancel(nameof(Tick));
                break;
            case ClusterEvent.IMemberEvent change:
                CountOthers(change);
                break;
            case Alone:
                _watch.SetOthers(0);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // A node that stood still, or has no processor, has not waited: it would take everybody else for absent.
    private void Advance()
    {
        var real = _watch.NowMs;
        _now += Math.Min(real - _real, 2 * OwnerSweep.EveryMs);
        _real = real;
    }

    // By the events: Akka's own view of the members may be behind them.
    private void CountOthers(ClusterEvent.IMemberEvent change)
    {
        var node = change.Member.UniqueAddress;
        if (change is ClusterEvent.MemberRemoved)
            _others.Remove(node);
        else if (node != _cluster.SelfUniqueAddress)
            _others.Add(node);
        if (_others.Count > 0)
        {
            Timers.Cancel(nameof(Alone));
            _watch.SetOthers(_others.Count);
        }
        else if (_watch.Watches)
        {
            Timers.StartSingleTimer(nameof(Alone), Alone.Instance, _aloneAfter);
        }

        if (_others.Count > 0 && !Timers.IsTimerActive(nameof(Tick)))
            Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, Every);
    }

    // Looked up once: a node that goes has no regions any more, and nobody who waits.
    private void Ask(OwnerRegion region, int shard)
    {
        if (!_regions.TryGetValue(region.Name, out var actor))
            _regions.Add(region.Name, actor = ClusterSharding.Get(Context.System).ShardRegion(region.Name));
        actor.Tell(new Reach(region.Name, shard), Self);
    }

    private sealed class Alone : INoSerializationVerificationNeeded
    {
        public static readonly Alone Instance = new();
    }

    private sealed class Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }
}
