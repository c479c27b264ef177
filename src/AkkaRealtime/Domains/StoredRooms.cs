using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Domains;

/// <summary>Rooms as the store has them.</summary>
internal sealed class StoredRooms(IRealtimeStore store) : IRooms
{
    /// <inheritdoc/>
    public Task<RoomAccess?> AccessAsync(RoomId room, UserId user, CancellationToken cancel) => store.AccessAsync(room, user, cancel);
}
