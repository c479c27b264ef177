using Akka.Actor;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Domains.Publishing;

/// <summary>
/// Events that are sent once for each key that their senders gave them. A key's owner, one in the cluster, remembers the key and sends the event in one
/// step, so that a key is never used up for an event that did not go out. Keys are kept in memory for at least <see cref="PublicationKeyActor.Window"/> after
/// their last use; one whose node stops, fails, or hands its shard over is forgotten.
/// </summary>
/// <param name="keys">The shard region of keys.</param>
internal sealed class PublicationKeys(Func<IActorRef> keys)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends an event. False where the key was used before, so that the event was sent then.</summary>
    /// <exception cref="StoreUnavailableException">
    /// The key's owner did not answer. Whether the event went out is not known: the same key again sends it where it did not.
    /// </exception>
    public async Task<bool> SendOnceAsync(string key, OwnEvent sent, CancellationToken cancel)
    {
        try
        {
            return (await keys().Ask<KeyUsed>(new SendOnce(key, sent), Patience, cancel).ConfigureAwait(false)).First;
        }
        catch (AskTimeoutException e)
        {
            throw new StoreUnavailableException("The owner of the key did not answer.", e);
        }
    }
}
