using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Domains;

/// <summary>Rooms as the store has them.</summary>
internal sealed class StoredRooms(IRoomAccess rooms) : IRooms
{
    /// <inheritdoc/>
    public Task<RoomAccess?> AccessAsync(RoomId room, UserId user, CancellationToken cancel) => rooms.AccessAsync(room, user, cancel);
}
