using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains;

/// <summary>
/// A request about a room. Its handler runs only for members of the room; others get <see cref="ErrorCode.NotFound"/>, as where there is no such room, or
/// <see cref="ErrorCode.Forbidden"/> where it is a channel, which everybody may see.
/// </summary>
public interface IRoomBound
{
    /// <summary>The room; null where the client left it out, which is a <see cref="ErrorCode.BadRequest"/>.</summary>
    RoomId? Room { get; }
}
