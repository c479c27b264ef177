using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Commands;

/// <summary>
/// One of the two users of a direct room has blocked the other, or no longer does; that is stored. The owner looks, and tells the sender <paramref name="Answer"/> when it goes by it.
/// </summary>
internal sealed record BlocksChanged(RoomId Room, string? Ref, EncodedEnvelope Answer) : IRoomCommand, IAnswered;
