using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Domains;

/// <summary>What handlers and domains may ask about rooms; taken from the services of the host.</summary>
public interface IRooms
{
    /// <summary>The kind of a room and the role of <paramref name="user"/> in it, null where they are not a member; null where there is no such room.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be reached. A handler may let it pass: the client is told to try again.</exception>
    Task<RoomAccess?> AccessAsync(RoomId room, UserId user, CancellationToken cancel);
}
