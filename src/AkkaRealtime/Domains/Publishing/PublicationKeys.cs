using System.Text.Json.Serialization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Clustering;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Domains.Publishing;

/// <summary>
/// Which publications were made already, by the keys that their senders gave them: known on all nodes, in memory, for at least
/// <see cref="PublicationKeyActor.Window"/> after a key was last used. A key that its node took with it when it failed is forgotten.
/// </summary>
/// <param name="keys">The shard region of keys.</param>
internal sealed class PublicationKeys(Func<IActorRef> keys)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Whether a key is used for the first time.</summary>
    /// <exception cref="StoreUnavailableException">Its owner did not answer: nothing was published, try again.</exception>
    public async Task<bool> TryUseAsync(string key, CancellationToken cancel)
    {
        try
        {
            return (await keys().Ask<KeyUsed>(new UseKey(key), Patience, cancel).ConfigureAwait(false)).First;
        }
        catch (AskTimeoutException e)
        {
            throw new StoreUnavailableException("The owner of the key did not answer.", e);
        }
    }
}

/// <summary>Use a key. Answered with <see cref="KeyUsed"/>.</summary>
internal sealed record UseKey(string Key) : IEntityMessage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string EntityId => Key;
}

/// <summary>The answer to <see cref="UseKey"/>: whether that was for the first time.</summary>
internal sealed record KeyUsed(bool First) : ICrossesNodes;

/// <summary>One key, for as long as it is remembered; a sharded entity.</summary>
internal sealed class PublicationKeyActor : UntypedActor
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
            case UseKey:
                Sender.Tell(new KeyUsed(!_isUsed), Self);
                _isUsed = true;
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
