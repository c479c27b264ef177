using Akka.Actor;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage;

/// <summary>
/// Events of one room, to be numbered <c>After + 1, After + 2, …</c>. One whose <see cref="LogFacts.Key"/> is stored already uses no number and
/// comes back as the stored one. A room has at most one such entry under way. Domains derive their tables from the events in the same transaction.
/// </summary>
/// <param name="Owner">The room's entity.</param>
/// <param name="Room">The room.</param>
/// <param name="After">The head that the owner believes in: where the store has another, nothing is written (<see cref="AppendRefusal.Superseded"/>).</param>
/// <param name="Events">At least one; <see cref="LogEvent.Seq"/> is ignored.</param>
/// <param name="Create">Set on the very first append of a room.</param>
public sealed record AppendEvents(IActorRef Owner, RoomId Room, long After, IReadOnlyList<LogEvent> Events, NewRoom? Create = null)
    : JournalEntry(Owner);

/// <summary>What a room's log is created as.</summary>
/// <param name="Kind">Its kind, e.g. <c>group</c>.</param>
/// <param name="Name">Shown name; may be empty.</param>
/// <param name="Topic">What it is about; may be empty.</param>
/// <param name="Pair">What there may be only one room of: of a direct room, its two users. Null: no such thing.</param>
public sealed record NewRoom(string Kind, string Name, string Topic, string? Pair = null);

/// <summary>The events are durable.</summary>
/// <param name="Room">The room.</param>
/// <param name="Head">The room's head now.</param>
/// <param name="Events">One for each event of the entry, in its order.</param>
public sealed record EventsAppended(RoomId Room, long Head, IReadOnlyList<AppendedEvent> Events) : JournalResult;

/// <summary>An event as it was stored.</summary>
/// <param name="Event">Numbered.</param>
/// <param name="Envelope">The stored bytes, ready to go out.</param>
/// <param name="Duplicate">It was stored before: <paramref name="Event"/> is the first one.</param>
public sealed record AppendedEvent(LogEvent Event, EncodedEnvelope Envelope, bool Duplicate);

/// <summary>Nothing of the entry was stored.</summary>
/// <param name="Room">The room.</param>
/// <param name="Reason">Why.</param>
/// <param name="Existing">For <see cref="AppendRefusal.PairExists"/>, the room that the pair has.</param>
public sealed record EventsRefused(RoomId Room, AppendRefusal Reason, RoomId? Existing = null) : JournalResult;

/// <summary>Why events were refused.</summary>
public enum AppendRefusal
{
    /// <summary>The store's head is not the owner's: another owner wrote. Load anew.</summary>
    Superseded,

    /// <summary>There is a room of this <see cref="NewRoom.Pair"/> already.</summary>
    PairExists,

    /// <summary>The store failed. Load anew; senders may try again.</summary>
    Unavailable,

    /// <summary>
    /// The entry itself can't be stored: a constraint forbids it, or the tables of a domain have a bug. It was logged; to try again is of no use, and
    /// senders are answered with <see cref="ErrorCode.Internal"/>.
    /// </summary>
    Failed,
}
