using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Calls.Store;

/// <summary>
/// A call as its owner last knew it (opaque JSON in <paramref name="State"/>), for going on after a restart and for <c>call.history</c>.
/// Answered with <see cref="Saved"/>, or <see cref="SaveSuperseded"/> where <see cref="Tag"/> has been overtaken.
/// </summary>
/// <param name="Owner">Who is told.</param>
/// <param name="Call">The call.</param>
/// <param name="Room">Its room.</param>
/// <param name="Live">It goes on, or its outcome is not in the room's log yet.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Users">In whose histories it stands.</param>
/// <param name="State">The rest.</param>
/// <param name="Missed">Who of <paramref name="Users"/> missed it, as it stands now. Whoever misses it once more has not seen it.</param>
public sealed record SaveCall(
    IActorRef Owner,
    CallId Call,
    RoomId Room,
    bool Live,
    DateTimeOffset StartedAt,
    IReadOnlyList<UserId> Users,
    ReadOnlyMemory<byte> State,
    IReadOnlyList<UserId>? Missed = null) : JournalEntry(Owner)
{
    /// <summary>Of the room's calls, one after the other; null: stored whoever owns them (an erased name).</summary>
    public StateTag? Tag { get; init; }
}

/// <summary>The user knows of a missed call, or of all of them (<paramref name="Call"/> null). Answered with <see cref="Saved"/>.</summary>
public sealed record SaveCallsSeen(IActorRef Owner, UserId User, CallId? Call) : JournalEntry(Owner);
