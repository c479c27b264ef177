using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>What a new call starts from.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Room">Its room.</param>
/// <param name="Kind">The room's kind.</param>
/// <param name="Members">The room's members.</param>
/// <param name="Media"><c>audio</c> or <c>video</c>.</param>
/// <param name="Key">The caller's idempotency key.</param>
internal sealed record NewCall(CallId Id, RoomId Room, string Kind, IReadOnlyList<UserId> Members, string Media, string Key)
{
    /// <summary>Who of them has blocked the caller.</summary>
    public IReadOnlyList<UserId> Quiet { get; init; } = [];
}
