using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Push.Delivery;
using AkkaRealtime.Push.Owner;
using AkkaRealtime.Push.Store;
using AkkaRealtime.Push.Wire;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Push;

/// <summary>Subscriptions of devices. They have no owner: each is one row, and who says so last is right.</summary>
/// <param name="keys">Whether there are any.</param>
/// <param name="hosts">Where may be pushed to.</param>
/// <param name="journal">Keeps them.</param>
/// <param name="users">Knows by which token a session lives.</param>
/// <param name="revocations">What may not be there.</param>
/// <param name="options">How many.</param>
/// <param name="time">The clock.</param>
/// <param name="changed">Tells who pushes that there is something new.</param>
/// <param name="log">For what can't be stored.</param>
internal sealed class PushService(
    PushKeys keys, PushHosts hosts, JournalPromise journal, IPushUsers users, Revocations revocations, PushOptions options, TimeProvider time, Action changed, ILogger<PushService> log)
{
    private static readonly RequestError Off = new(ErrorCode.Conflict, "This server pushes nothing: its operator has not turned that on (Push:Enabled).");

    /// <summary>Pushes to a device of the caller's from now on.</summary>
    /// <exception cref="StoreUnavailableException">It was not stored.</exception>
    public async Task<Reply<PushOk>> SubscribeAsync(Caller caller, PushSubscribeRequest request, CancellationToken cancel)
    {
        if (keys.PublicKey is null)
            return Off;
        if (!hosts.Allows(new Uri(request.Endpoint!)))
            return RequestError.Bad("endpoint", "\"endpoint\" is at no push service that this server pushes to. Its operator can add one (Push:Services).");
        var token = await users.TokenOfAsync(caller.User, caller.Session, cancel).ConfigureAwait(false);
        var subscription = new DeviceSubscription(request.Endpoint!, caller.User, caller.Device, request.Keys!.P256dh!, request.Keys.Auth!, time.GetUtcNow())
        {
            Session = caller.Session,
            Token = token,
        };
        await journal.SaveAsync(owner => new SavePushSubscription(owner, subscription, options.MaxSubscriptionsPerUser), cancel).ConfigureAwait(false);

        // Whoever ended this session meanwhile has ended what it asked for.
        var facts = new SessionFacts(caller.User, caller.Device, caller.Session, token, subscription.At);
        if (revocations.Find(facts, time.GetUtcNow()) is not null)
        {
            await journal.SaveAsync(owner => new RemovePushSubscription(owner, subscription.Endpoint, caller.User), cancel).ConfigureAwait(false);
            return new RequestError(ErrorCode.Unauthorized, "This session has been ended.");
        }

        changed();
        return new PushOk();
    }

    /// <summary>Pushes there no more. Of somebody else's nothing is said, and nothing is done.</summary>
    /// <exception cref="StoreUnavailableException">It was not stored.</exception>
    public async Task<Reply<PushOk>> UnsubscribeAsync(Caller caller, PushUnsubscribeRequest request, CancellationToken cancel)
    {
        await journal.SaveAsync(owner => new RemovePushSubscription(owner, request.Endpoint!, caller.User), cancel).ConfigureAwait(false);
        return new PushOk();
    }

    /// <summary>Forgets what the sessions that are revoked have asked for. Not waited for: where it can't be stored, it is found out when something is pushed.</summary>
    public async Task ForgetAsync(IReadOnlyList<Revocation> revoked)
    {
        try
        {
            await journal.SaveAsync(owner => new RevokePushSubscriptions(owner, revoked), CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreUnavailableException e)
        {
            var level = StorageLog.LevelOf(e);
            PushLog.Unrevoked(log, level, e);
        }
    }
}
