using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;

namespace AkkaRealtime.Storage.Scouting;

/// <summary>Tells an owner, wherever it is, what this node's <see cref="JournalScout{T}"/> has noted: gathered for some milliseconds, and what is lost is lost.</summary>
/// <typeparam name="T">What the scout names.</typeparam>
/// <typeparam name="TFollow">What owners publish to have it followed.</typeparam>
internal abstract class JournalScoutActor<T, TFollow>(JournalScout<T> scout, IActorRef owner, IActorRef mediator, string topic, TimeSpan gather) : UntypedActor, IWithTimers
    where T : notnull
{
    private const int Page = 1_000;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Has the owner look through the store: a node has started.</summary>
    protected abstract object Greeting { get; }

    /// <summary>Names what has moved.</summary>
    protected abstract object Moved(IReadOnlyList<T> names);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        mediator.Tell(new Subscribe(topic, Self), Self);
        scout.Start(Self);
        owner.Tell(Greeting, Self);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TFollow:
                scout.Follow();
                break;
            case ScoutMoved:
                Timers.StartSingleTimer(TellNow.Instance, TellNow.Instance, gather);
                break;
            case TellNow:
                foreach (var names in scout.Take().Chunk(Page))
                    owner.Tell(Moved(names), Self);
                break;
            case SubscribeAck:
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
