using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary><c>call.seen</c>: the user knows of this missed call, or of all of them.</summary>
internal sealed record CallSeenRequest(CallId? CallId) : ICallRequest
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallId is { } id ? CallFields.Check(id) : null;
}

/// <summary><c>call.list</c>: the calls that go on in the rooms of mine, whether I am in them or not.</summary>
internal sealed record CallListRequest : ICallRequest
{
    /// <inheritdoc/>
    public RequestError? Validate() => null;
}

/// <summary><c>call.history</c>: the caller's calls, newest first.</summary>
internal sealed record CallHistoryRequest(CallId? Before, int? Limit) : ICallRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    /// <summary>The most calls of one page.</summary>
    public const int MaxLimit = 100;

    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (Before is { } before && !IdRules.IsServerMade(before.Value))
            return RequestError.Bad("before", "\"before\" must be the id of a call.");
        return Limit is null or (> 0 and <= MaxLimit) ? null : RequestError.Bad("limit", $"\"limit\" must be 1 to {MaxLimit}.");
    }
}
