using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Commands;

/// <summary>A client's request on its way to the room's owner. The sender is the connection: the owner tells it the reply.</summary>
internal sealed record RoomRequest(RoomId Room, Caller Caller, string? Ref, IRoomRequest Body) : IRoomCommand, IAnswered, ITraced
{
    /// <inheritdoc/>
    public string? Trace { get; init; }
}

/// <summary>Makes a group or channel with the new id <paramref name="Room"/>; the sender is told <c>chat.room</c>.</summary>
internal sealed record CreateRoom(RoomId Room, Caller Caller, string? Ref, ChatCreateRequest Body) : IRoomCommand, IAnswered, ITraced
{
    /// <summary>The operator makes it, for <see cref="Caller"/>.</summary>
    public bool ByOperator { get; init; }

    /// <inheritdoc/>
    public string? Trace { get; init; }
}

/// <summary>
/// Opens the direct room of two users: <paramref name="Room"/> where it is there, or made under that new id; where the two have another one already,
/// that one's owner is asked instead. The sender is told <c>chat.room</c>, or <see cref="DirectRoom"/> where there is a <paramref name="Token"/>.
/// </summary>
internal sealed record OpenPair(RoomId Room, Caller Caller, UserId Other, string? Ref, string? Token) : IRoomCommand, IAnswered;

/// <summary>
/// A device of the user has just got everything up to <paramref name="Seq"/>; where they are <paramref name="Invisible"/>, others are not told yet.
/// No answer; a hint, may be lost.
/// </summary>
internal sealed record MarkDelivered(RoomId Room, UserId User, long Seq, bool Invisible = false) : IRoomCommand;
