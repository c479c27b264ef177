using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary><c>call.decline</c>: the callee does not want to.</summary>
internal sealed record CallDeclineRequest(CallId CallId, string? Reason = null) : INamesCall
{
    /// <summary>The longest <c>reason</c>, UTF-16 units.</summary>
    public const int MaxReason = 128;

    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId)
        ?? (Reason?.Length > MaxReason ? RequestError.Bad("reason", $"\"reason\" can have at most {MaxReason} characters.") : null);
}

/// <summary><c>call.cancel</c>: the caller does not want to any more.</summary>
internal sealed record CallCancelRequest(CallId CallId) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId);
}

/// <summary><c>call.leave</c>: a participant goes.</summary>
internal sealed record CallLeaveRequest(CallId CallId) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId);
}

/// <summary><c>call.end</c>: the host ends the call for everybody.</summary>
internal sealed record CallEndRequest(CallId CallId) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId);
}
