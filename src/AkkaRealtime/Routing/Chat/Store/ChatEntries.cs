using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store;

/// <summary>How far a member has read, and how far events reached one of their devices. Only ever moves forward. Answered with <see cref="Saved"/>.</summary>
public sealed record SaveMark(IActorRef Owner, RoomId Room, UserId User, long Read, long Delivered) : JournalEntry(Owner);

/// <summary>How a user has set up one of their rooms: what is null stays as it is. Answered with <see cref="Saved"/>.</summary>
/// <param name="Owner">Who is told.</param>
/// <param name="Room">The room; who leaves it loses these settings.</param>
/// <param name="User">The user.</param>
/// <param name="Notify">Of what they want to be notified.</param>
/// <param name="Favourite">Whether it is a favourite.</param>
/// <param name="Hidden">Hidden until there is a message after this; 0: it shows.</param>
/// <param name="Unread">Whether it is marked as unread.</param>
public sealed record SaveRoomSettings(IActorRef Owner, RoomId Room, UserId User, string? Notify, bool? Favourite, long? Hidden, bool? Unread) : JournalEntry(Owner);

/// <summary>For how many days a room keeps what is said; 0 for ever, null as the server's option says. Answered with <see cref="Saved"/>.</summary>
public sealed record SaveRetention(IActorRef Owner, RoomId Room, int? Days) : JournalEntry(Owner);

/// <summary>
/// Empties the events of a room that are older than <paramref name="Before"/>, from where the last such entry ended, in the order of the log and
/// at most <paramref name="MaxEvents"/> of them; later edits of their messages as well. Events of other domains stay as they are.
/// Answered with <see cref="EventsExpired"/>.
/// </summary>
public sealed record ExpireEvents(IActorRef Owner, RoomId Room, DateTimeOffset Before, int MaxEvents) : JournalEntry(Owner);

/// <summary>The answer to <see cref="ExpireEvents"/>.</summary>
/// <param name="Room">The room.</param>
/// <param name="UpTo">Everything up to this <c>seq</c> is empty now.</param>
/// <param name="Emptied">How many events lost something with this entry.</param>
/// <param name="More">There may be more of that age.</param>
public sealed record EventsExpired(RoomId Room, long UpTo, int Emptied, bool More) : JournalResult;

/// <summary>
/// Empties those of a room's events with these <c>seq</c> that are <paramref name="User"/>'s own: messages with their edits, edits, reactions.
/// Answered with <see cref="EventsRedacted"/>; to do it again changes nothing.
/// </summary>
public sealed record RedactEvents(IActorRef Owner, RoomId Room, UserId User, IReadOnlyList<long> Seqs) : JournalEntry(Owner);

/// <summary>The answer to <see cref="RedactEvents"/>.</summary>
public sealed record EventsRedacted(RoomId Room, int Emptied) : JournalResult;
