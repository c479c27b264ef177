using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Commands;

/// <summary>
/// Append an event of the host's own to the room's log: it goes the same way as chat's events. The sender is told <see cref="DomainEventAppended"/>.
/// </summary>
/// <param name="Room">The room.</param>
/// <param name="By">In whose name.</param>
/// <param name="Type">Its type, checked.</param>
/// <param name="Data">What it says: an object, checked.</param>
/// <param name="Key">Appended once for each author, type and key; null: always.</param>
/// <param name="Unread">It counts as unread.</param>
/// <param name="MembersOnly">Refused where <paramref name="By"/> is not a member.</param>
internal sealed record AppendDomainEvent(RoomId Room, UserId By, string Type, EncodedJson Data, string? Key, bool Unread, bool MembersOnly) : IRoomCommand;

/// <summary>The answer to <see cref="AppendDomainEvent"/>: durable, or why not.</summary>
/// <param name="Error">Null if it is stored.</param>
/// <param name="Seq">Its place in the log.</param>
/// <param name="At">When it was appended.</param>
/// <param name="Data">What is stored, where it was appended before with the same key; null where that was erased meanwhile, and where it is new.</param>
/// <param name="Duplicate">It was appended before.</param>
internal sealed record DomainEventAppended(
    RequestError? Error, long Seq = 0, DateTimeOffset At = default, EncodedJson? Data = null, bool Duplicate = false) : ICrossesNodes;
