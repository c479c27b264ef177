using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>The reply to <c>call.start</c>.</summary>
/// <param name="Call">The call.</param>
/// <param name="IceServers">STUN and TURN.</param>
/// <param name="IceTransportPolicy"><c>relay</c> where the operator wants media through TURN only; otherwise left out.</param>
internal sealed record CallStarted(CallView Call, IReadOnlyList<IceServer> IceServers, string? IceTransportPolicy = null);

/// <summary>The reply to <c>call.accept</c> and <c>call.join</c>.</summary>
/// <param name="Call">The call.</param>
/// <param name="IceServers">STUN and TURN.</param>
/// <param name="IceTransportPolicy"><c>relay</c> where the operator wants media through TURN only; otherwise left out.</param>
internal sealed record CallJoined(CallView Call, IReadOnlyList<IceServer> IceServers, string? IceTransportPolicy = null);

/// <summary><c>call.ok</c>: done.</summary>
/// <param name="CallId">Left out where the request named no call.</param>
/// <param name="Missed">In the reply to <c>call.seen</c>: as in <see cref="CallUnseen"/>. Left out where the store could not say.</param>
/// <param name="Revision">As there.</param>
internal sealed record CallOk(CallId? CallId, int? Missed = null, long? Revision = null);

/// <summary>The reply to <c>call.ice</c>.</summary>
/// <param name="IceServers">STUN and TURN.</param>
/// <param name="TtlSeconds">How long the credentials are valid, seconds.</param>
/// <param name="IceTransportPolicy">As in <see cref="CallStarted"/>.</param>
internal sealed record CallIce(IReadOnlyList<IceServer> IceServers, int TtlSeconds, string? IceTransportPolicy = null);

/// <summary>The reply to <c>call.history</c>.</summary>
/// <param name="Calls">Newest first.</param>
/// <param name="More">Whether there are older ones.</param>
/// <param name="Missed">How many missed calls the user has not seen yet; of all, not only of this page.</param>
/// <param name="Revision">As in <see cref="CallUnseen"/>.</param>
internal sealed record CallHistory(IReadOnlyList<CallHistoryEntry> Calls, bool More, int Missed, long Revision);

/// <summary>The reply to <c>call.list</c>: the live calls of the user's rooms, newest first.</summary>
internal sealed record CallList(IReadOnlyList<CallView> Calls);

/// <summary><c>call.updated</c>, to everybody in the room: how the call stands now.</summary>
internal sealed record CallUpdated(CallView Call);

/// <summary><c>call.unseen</c>, to all devices of a user.</summary>
/// <param name="Missed">How many missed calls the user has not seen yet.</param>
/// <param name="Revision">Of two counts, the one with the higher revision is the newer one.</param>
internal sealed record CallUnseen(int Missed, long Revision);

/// <summary>A call as <c>call.history</c> shows it to one user.</summary>
/// <param name="Id">The call.</param>
/// <param name="Room">Its room.</param>
/// <param name="Host">Who started it.</param>
/// <param name="HostName">Their name at that time.</param>
/// <param name="Media"><c>audio</c> or <c>video</c>.</param>
/// <param name="State"><c>ringing</c>, <c>active</c> or <c>ended</c>.</param>
/// <param name="Mode"><c>mesh</c> or <c>sfu</c>.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="DurationMs">From the first answer to the end, milliseconds.</param>
/// <param name="Outcome">One of <see cref="EndReasons"/> once it has ended.</param>
/// <param name="Missed">It rang, or would have rung, for this user, who neither took nor declined it.</param>
/// <param name="Users">Who took part at some time.</param>
/// <param name="Callees">For whom it rang.</param>
/// <param name="Direction"><c>outgoing</c> where this user started it, else <c>incoming</c>.</param>
/// <param name="Unseen">True where it was missed and has not been seen yet; otherwise left out.</param>
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
