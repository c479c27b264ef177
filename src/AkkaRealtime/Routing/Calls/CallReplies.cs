using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls;

/// <summary>The <c>data</c> of <c>call.started</c> and <c>call.joined</c>.</summary>
internal sealed record CallEntered(CallView Call, IReadOnlyList<IceServer> IceServers);

/// <summary>The <c>data</c> of <c>call.ok</c>.</summary>
internal sealed record CallOk(CallId CallId);

/// <summary>The <c>data</c> of <c>call.ice</c>.</summary>
internal sealed record IceReply(IReadOnlyList<IceServer> IceServers, int TtlSeconds);

/// <summary>The <c>data</c> of <c>call.history</c>.</summary>
internal sealed record CallHistory(IReadOnlyList<CallHistoryEntry> Calls, bool More);

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
    IReadOnlyList<UserId> Callees);
