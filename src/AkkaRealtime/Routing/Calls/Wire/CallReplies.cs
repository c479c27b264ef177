using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>The <c>data</c> of <c>call.started</c> and <c>call.joined</c>.</summary>
/// <param name="Call">The call.</param>
/// <param name="IceServers">STUN and TURN.</param>
/// <param name="IceTransportPolicy"><c>relay</c> where the operator wants media through TURN only; otherwise left out.</param>
internal sealed record CallEntered(CallView Call, IReadOnlyList<IceServer> IceServers, string? IceTransportPolicy = null);

/// <summary>The <c>data</c> of <c>call.ok</c>.</summary>
internal sealed record CallOk(CallId? CallId);

/// <summary>The <c>data</c> of <c>call.ice</c>.</summary>
internal sealed record IceReply(IReadOnlyList<IceServer> IceServers, int TtlSeconds, string? IceTransportPolicy = null);

/// <summary>The <c>data</c> of <c>call.history</c>.</summary>
/// <param name="Calls">Newest first.</param>
/// <param name="More">There are older ones.</param>
/// <param name="Missed">How many missed calls the user has not seen yet, of all, not only of these.</param>
internal sealed record CallHistory(IReadOnlyList<CallHistoryEntry> Calls, bool More, int Missed);

/// <summary>The <c>data</c> of <c>call.list</c>.</summary>
internal sealed record CallList(IReadOnlyList<CallView> Calls);

/// <summary>The <c>data</c> of <c>call.updated</c>: to everybody in the room, who is in and for whom it rings.</summary>
internal sealed record CallUpdated(CallView Call);

/// <summary>The <c>data</c> of <c>call.unseen</c>.</summary>
/// <param name="Missed">How many missed calls the user has not seen yet.</param>
internal sealed record CallsUnseen(int Missed);

/// <summary><c>Call</c> of protocol §4 as <c>call.history</c> shows it to one user: what it came to, too.</summary>
/// <param name="Id">The call.</param>
/// <param name="Room">Its room.</param>
/// <param name="Host">Who started it.</param>
/// <param name="HostName">Their name then.</param>
/// <param name="Media"><c>audio</c> or <c>video</c>.</param>
/// <param name="State"><c>ringing</c>, <c>active</c> or <c>ended</c>.</param>
/// <param name="Mode"><c>mesh</c> or <c>sfu</c>.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="DurationMs">From the first answer to the end, milliseconds.</param>
/// <param name="Outcome">One of <see cref="EndReasons"/>, once it ended.</param>
/// <param name="Missed">It rang, or would have rung, for this user, who did not take it and did not decline.</param>
/// <param name="Users">Who was in at some time.</param>
/// <param name="Callees">For whom it rang.</param>
/// <param name="Direction"><c>outgoing</c> where this user started it, else <c>incoming</c>.</param>
/// <param name="Unseen">Missed, and not seen yet; left out where not.</param>
internal sealed record CallHistoryEntry(
    CallId Id,
    RoomId Room,
    UserId Host,
    string HostName,
    string Media,
    string State,
    string Mode,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long DurationMs,
    string? Outcome,
    bool Missed,
    IReadOnlyList<UserId> Users,
    IReadOnlyList<UserId> Callees,
    string Direction,
    bool? Unseen = null);
