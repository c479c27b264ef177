using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Commands;

/// <summary>
/// A change by the operator, who need not be a member: send, edit, react, pin, delete, invite, remove, update, type. It goes the same way as a member's. The sender is told
/// <see cref="AdminAnswer"/>.
/// </summary>
internal sealed record AdminRequest(RoomId Room, UserId By, IRoomRequest Body) : IRoomCommand;

/// <summary>
/// A user is erased: they leave the room (unless it is a direct one), and where they <paramref name="Said"/> something its log tells clients to
/// forget it. The sender is told <see cref="AdminAnswer"/>.
/// </summary>
internal sealed record RecordErasure(RoomId Room, UserId User, bool Said) : IRoomCommand;

/// <summary>The answer to what an operator asked of a room: durable, or why not.</summary>
/// <param name="Room">The room.</param>
/// <param name="Error">Null if it is done.</param>
/// <param name="Seq">The <c>seq</c> of the last event that it made; the head if it made none.</param>
/// <param name="Message">The message that was sent.</param>
/// <param name="At">When.</param>
/// <param name="Duplicate">It was sent before, with the same key.</param>
public sealed record AdminAnswer(
    RoomId Room, RequestError? Error, long Seq = 0, MessageId? Message = null, DateTimeOffset? At = null, bool Duplicate = false) : ICrossesNodes;

/// <summary>A command that rewrites stored events; it has its owner's journal to itself. The sender is told <see cref="RoomRewritten"/>.</summary>
internal interface IRewriteCommand : IRoomCommand;

/// <summary>Empty some of what is older than <paramref name="Before"/>; to be repeated while there is more.</summary>
internal sealed record ExpireRoom(RoomId Room, DateTimeOffset Before) : IRewriteCommand;

/// <summary>Empty these events of a user.</summary>
internal sealed record RedactInRoom(RoomId Room, UserId User, IReadOnlyList<long> Seqs) : IRewriteCommand;

/// <summary>The answer to an <see cref="IRewriteCommand"/>.</summary>
/// <param name="Room">The room.</param>
/// <param name="Done">False where the store refused: nothing was changed, try again.</param>
/// <param name="UpTo">Of <see cref="ExpireRoom"/>: everything up to here is empty.</param>
/// <param name="Emptied">Events that lost something.</param>
/// <param name="More">Of <see cref="ExpireRoom"/>: there may be more of that age.</param>
internal sealed record RoomRewritten(RoomId Room, bool Done, long UpTo = 0, int Emptied = 0, bool More = false) : ICrossesNodes;
