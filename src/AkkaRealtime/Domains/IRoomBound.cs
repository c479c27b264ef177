using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains;

/// <summary>
/// A request about a room. Its handler runs only for members of the room; others get <see cref="ErrorCode.Forbidden"/>, and
/// <see cref="ErrorCode.NotFound"/> where there is no such room.
/// </summary>
public interface IRoomBound
{
    /// <summary>The room; null where the client left it out, which is a <see cref="ErrorCode.BadRequest"/>.</summary>
    RoomId? Room { get; }
}
