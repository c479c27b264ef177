using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary><c>call.media</c>: what this participant sends now.</summary>
internal sealed record CallMediaRequest(CallId CallId, bool? Audio, bool? Video, bool? Screen, bool? Hold = null, bool? Hand = null) : INamesCall, IUnanswered
{
    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (CallFields.Check(CallId) is { } error)
            return error;
        if (Audio is null)
            return RequestError.Bad("audio", "\"audio\" must be true or false.");
        if (Video is null)
            return RequestError.Bad("video", "\"video\" must be true or false.");
        return Screen is null ? RequestError.Bad("screen", "\"screen\" must be true or false.") : null;
    }

    /// <summary>The state that this asks for; only of a request that <see cref="Validate"/> found well formed.</summary>
    public MediaState ToState() => new(Audio ?? false, Video ?? false, Screen ?? false, Hold, Hand);
}

/// <summary><c>call.ice</c>: fresh servers and credentials.</summary>
internal sealed record CallIceRequest(CallId CallId) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId);
}

/// <summary><c>call.stats</c>: how the call goes at a participant's end. What the browser does not know (yet) is left out.</summary>
internal sealed record CallStatsRequest(CallId CallId, double? RttMs, double? LossPct, double? JitterMs, double? BitrateKbps) : INamesCall, IUnanswered
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId)
        ?? Number("rttMs", RttMs, 600_000)
        ?? Number("lossPct", LossPct, 100)
        ?? Number("jitterMs", JitterMs, 600_000)
        ?? Number("bitrateKbps", BitrateKbps, 10_000_000);

    private static RequestError? Number(string field, double? value, double max) =>
        value is null or >= 0 && !(value > max) ? null : RequestError.Bad(field, $"\"{field}\" must be a number from 0 to {max}.");
}
