using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Storage;

/// <summary>
/// The one writer of a node's store: a bounded channel whose single reader commits all that waits as one transaction (group commit) and
/// only then tells each entry's owner. Entries of one owner are committed in order.
/// </summary>
public interface IJournal
{
    /// <summary>
    /// Queues <paramref name="entry"/>. False where the channel is full or closed: nothing was queued, the request is answered
    /// with <see cref="ErrorCode.Unavailable"/>.
    /// </summary>
    bool TryWrite(JournalEntry entry);
}

/// <summary>Something to keep. Its owner is told a <see cref="JournalResult"/> that names it, once.</summary>
/// <param name="Owner">Who is told.</param>
public abstract record JournalEntry(IActorRef Owner);

/// <summary>
/// Events of one room, to be numbered <c>After + 1, After + 2, …</c>. A <see cref="ChatMessage"/> whose (room, sender, key) is stored
/// already uses no number and comes back as the stored one. A room has at most one such entry under way.
/// The store derives from the events, in the same transaction: members and roles, the room's name and topic, mentions, messages as they stand now.
/// </summary>
/// <param name="Owner">The room's entity.</param>
/// <param name="Room">The room.</param>
/// <param name="After">The head that the owner believes in: where the store has another, nothing is written (<see cref="AppendRefusal.Superseded"/>).</param>
/// <param name="Events">At least one; <see cref="RoomEvent.Seq"/> is ignored.</param>
/// <param name="Create">Set on the very first append of a room.</param>
public sealed record AppendEvents(IActorRef Owner, RoomId Room, long After, IReadOnlyList<RoomEvent> Events, NewRoom? Create = null)
    : JournalEntry(Owner);

/// <summary>What a room is created as.</summary>
/// <param name="Kind"><c>direct</c>, <c>group</c> or <c>channel</c>.</param>
/// <param name="Name">Shown name; empty for direct rooms.</param>
/// <param name="Topic">What it is about; may be empty.</param>
/// <param name="Pair">For direct rooms, the two users in ordinal order, joined by <c>|</c>: unique in the store.</param>
public sealed record NewRoom(string Kind, string Name, string Topic, string? Pair = null);

/// <summary>How far a member has read, and how far events reached one of their devices. Only ever moves forward.</summary>
public sealed record SaveMark(IActorRef Owner, RoomId Room, UserId User, long Read, long Delivered) : JournalEntry(Owner);

/// <summary>What a user chose as status, as opaque JSON; and the name and last-seen that others are shown.</summary>
public sealed record SaveUser(IActorRef Owner, UserId User, string Name, DateTimeOffset? LastSeen, ReadOnlyMemory<byte> Status)
    : JournalEntry(Owner);

/// <summary>A call as its owner last knew it (opaque JSON in <paramref name="State"/>), for going on after a restart and for <c>call.history</c>.</summary>
/// <param name="Owner">Who is told.</param>
/// <param name="Call">The call.</param>
/// <param name="Room">Its room.</param>
/// <param name="Live">It goes on, or its outcome is not in the room's log yet.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Users">In whose histories it stands.</param>
/// <param name="State">The rest.</param>
/// <param name="Missed">Who of <paramref name="Users"/> missed it, as it stands now. Missed anew, it is unseen anew.</param>
public sealed record SaveCall(
    IActorRef Owner,
    CallId Call,
    RoomId Room,
    bool Live,
    DateTimeOffset StartedAt,
    IReadOnlyList<UserId> Users,
    ReadOnlyMemory<byte> State,
    IReadOnlyList<UserId>? Missed = null) : JournalEntry(Owner);

/// <summary>The user knows of a missed call, or of all of them (<paramref name="Call"/> null).</summary>
public sealed record SaveCallsSeen(IActorRef Owner, UserId User, CallId? Call) : JournalEntry(Owner);

/// <summary>What became of an entry.</summary>
public abstract record JournalResult;

/// <summary>The events are durable.</summary>
/// <param name="Room">The room.</param>
/// <param name="Head">The room's head now.</param>
/// <param name="Events">One for each event of the entry, in its order.</param>
public sealed record EventsAppended(RoomId Room, long Head, IReadOnlyList<AppendedEvent> Events) : JournalResult;

/// <summary>An event as it was stored.</summary>
/// <param name="Event">Numbered.</param>
/// <param name="Envelope">The stored bytes, ready to go out.</param>
/// <param name="Duplicate">It was stored before: <paramref name="Event"/> is the first one.</param>
public sealed record AppendedEvent(RoomEvent Event, EncodedEnvelope Envelope, bool Duplicate);

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

    /// <summary>The two users have a direct room already.</summary>
    PairExists,

    /// <summary>The store failed. Load anew; senders may try again.</summary>
    Unavailable,
}

/// <summary>A <see cref="SaveMark"/>, <see cref="SaveUser"/>, <see cref="SaveCall"/> or <see cref="SaveCallsSeen"/> is durable.</summary>
public sealed record Saved(JournalEntry Entry) : JournalResult;

/// <summary>A <see cref="SaveMark"/>, <see cref="SaveUser"/>, <see cref="SaveCall"/> or <see cref="SaveCallsSeen"/> was not stored; it may be tried again.</summary>
public sealed record SaveFailed(JournalEntry Entry) : JournalResult;
