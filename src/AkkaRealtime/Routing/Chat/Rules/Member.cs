using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>A member of a room.</summary>
/// <param name="Role">One of <see cref="RoomRoles"/>.</param>
/// <param name="JoinedSeq">The <c>seq</c> of their <c>chat.joined</c>.</param>
/// <param name="Read">How far they have read.</param>
/// <param name="Delivered">How far events have reached one of their devices, as far as that is known.</param>
internal sealed record Member(string Role, long JoinedSeq, long Read, long Delivered);
