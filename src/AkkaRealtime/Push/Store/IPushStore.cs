using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Push.Store;

/// <summary>
/// Reads of push subscriptions; they see everything that was acknowledged. All writing goes through <see cref="IJournal"/>. Throws
/// <see cref="StoreUnavailableException"/> where the store cannot be reached.
/// </summary>
public interface IPushStore
{
    /// <summary>Whether there is any subscription at all.</summary>
    Task<bool> AnyAsync(CancellationToken cancel);

    /// <summary>A user's, the latest first.</summary>
    Task<IReadOnlyList<DeviceSubscription>> OfUserAsync(UserId user, CancellationToken cancel);

    /// <summary>A room as those of its members have it who have subscriptions; null where none has, or there is no such room.</summary>
    Task<SubscribedRoom?> RoomAsync(RoomId room, CancellationToken cancel);

    /// <summary>Rooms in which a member has a subscription, and whose head is beyond their position: at most so many, in no order.</summary>
    Task<IReadOnlyList<RoomId>> BehindAsync(int limit, CancellationToken cancel);

    /// <summary>The keys that were made when push was first turned on; null: none were.</summary>
    Task<VapidKeys?> KeysAsync(CancellationToken cancel);
}

/// <summary>Where a device of a user gets pushes (the Push API's <c>PushSubscription</c>), and which session said so.</summary>
/// <param name="Endpoint">The address at the push service. It names the subscription: whoever has it last is whose it is.</param>
/// <param name="User">Whose device.</param>
/// <param name="Device">The device; it has one subscription.</param>
/// <param name="P256dh">Its public key, base64url.</param>
/// <param name="Auth">Its secret, base64url.</param>
/// <param name="At">When it was made, or said again: it is pushed nothing from before.</param>
public sealed record DeviceSubscription(string Endpoint, UserId User, DeviceId Device, string P256dh, string Auth, DateTimeOffset At)
{
    /// <summary>The session that has subscribed.</summary>
    public SessionId? Session { get; init; }

    /// <summary>The token that it lived by, as revocations name it (<see cref="Sessions.Revoking.Revocation.Token"/>).</summary>
    public string? Token { get; init; }
}

/// <summary>A room in which somebody may have to be told of what is said.</summary>
/// <param name="Id">The room.</param>
/// <param name="Kind">What it is: <c>direct</c>, <c>group</c> or <c>channel</c>.</param>
/// <param name="Name">What it is called; empty for a direct one.</param>
/// <param name="Head">Its last <c>seq</c>.</param>
/// <param name="Position">Up to where members were told; null: nothing is kept of it.</param>
/// <param name="Members">The subscriptions of its members.</param>
public sealed record SubscribedRoom(RoomId Id, string Kind, string Name, long Head, long? Position, IReadOnlyList<RoomSubscription> Members);

/// <summary>The subscription of a member of a room.</summary>
/// <param name="Subscription">Where to push.</param>
/// <param name="Notify">What the user has set for the room: <c>all</c>, <c>mentions</c> or <c>nothing</c>; null: they never did.</param>
public sealed record RoomSubscription(DeviceSubscription Subscription, string? Notify);

/// <summary>The keys by which the server shows push services who it is (RFC 8292).</summary>
/// <param name="PublicKey">A point of P-256, uncompressed, base64url.</param>
/// <param name="PrivateKey">32 bytes, base64url.</param>
public sealed record VapidKeys(string PublicKey, string PrivateKey)
{
    /// <summary>Without the private one: this is written into logs.</summary>
    public override string ToString() => $"VapidKeys {PublicKey}";
}
