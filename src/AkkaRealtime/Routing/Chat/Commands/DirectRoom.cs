using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Commands;

/// <summary>
/// Asks the chat router of this node for the direct room of two users, made where there is none. The sender is told <see cref="DirectRoom"/>.
/// </summary>
internal sealed record OpenDirectRoom(Caller Caller, UserId Other, string Token);

/// <summary>The answer to <see cref="OpenDirectRoom"/>: a room, or why not.</summary>
internal sealed record DirectRoom(string Token, RoomId? Room, RequestError? Error) : ICrossesNodes;
