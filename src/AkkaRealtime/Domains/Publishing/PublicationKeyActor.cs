using System.Text.Json.Serialization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Clustering;

namespace AkkaRealtime.Domains.Publishing;

/// <summary>Send an event, unless the key was used before. Answered with <see cref="KeyUsed"/>.</summary>
internal sealed record SendOnce(string Key, OwnEvent Event) : IEntityMessage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string EntityId => Key;
}

/// <summary>The answer to <see cref="SendOnce"/>: whether that was the key's first use, and the event was sent.</summary>
internal sealed record KeyUsed(bool First) : ICrossesNodes;

/// <summary>One key, for as long as it is remembered; a sharded entity.</summary>
/// <param name="send">Sets an event on its way.</param>
internal sealed class PublicationKeyActor(Action<OwnEvent> send) : UntypedActor
{
    /// <summary>For how long a key is remembered after it was last used.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private bool _isUsed;

    /// <inheritdoc/>
    protected override void PreStart() => SetReceiveTimeout(Window);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SendOnce once:
                var first = !_isUsed;
                if (first)
                    send(once.Event);
                _isUsed = true;
                Sender.Tell(new KeyUsed(first), Self);
                break;
            case ReceiveTimeout:
                Context.Parent.Tell(new Passivate(PoisonPill.Instance));
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
