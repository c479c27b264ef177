using System.Text;
using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Sfu;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>
/// <c>call.signal</c>: a description or a candidate for another participant. What is inside is the browsers' own business and is passed
/// on as it came; only its size and the outermost shape are looked at.
/// </summary>
internal sealed record SendSignal(CallId CallId, string? To, JsonElement? Description, JsonElement? Candidate) : INamesCall
{
    /// <summary>The longest <c>sdp</c>, bytes of UTF-8.</summary>
    public const int LargestSdp = 48 * 1024;

    /// <summary>The largest <c>candidate</c> object, bytes of UTF-8. Real ones have some 200.</summary>
    public const int LargestCandidate = 4 * 1024;

    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (CallFields.Check(CallId) is { } error)
            return error;
        if (!ParticipantName.IsWellFormed(To) && SfuNames.LegOf(To) is null)
            return RequestError.Bad("to", "\"to\" is a participant: user, a slash, device.");
        if (Description is null == Candidate is null)
            return RequestError.Bad("description", "Send exactly one of \"description\" and \"candidate\".");
        return Description is { } description ? CheckDescription(description) : CheckCandidate(Candidate!.Value);
    }

    private static RequestError? CheckDescription(JsonElement description)
    {
        if (description.ValueKind != JsonValueKind.Object
            || !description.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String
            || type.GetString() is not ("offer" or "answer" or "pranswer" or "rollback"))
        {
            return RequestError.Bad("description", "\"description\" is {type, sdp} with type \"offer\", \"answer\", \"pranswer\" or \"rollback\".");
        }

        if (!description.TryGetProperty("sdp", out var sdp))
            return type.GetString() == "rollback" ? null : RequestError.Bad("description", "\"description\" has no \"sdp\".");
        if (sdp.ValueKind != JsonValueKind.String)
            return RequestError.Bad("description", "\"sdp\" of \"description\" is a string.");
        if (Encoding.UTF8.GetByteCount(sdp.GetString()!) > LargestSdp || Encoding.UTF8.GetByteCount(description.GetRawText()) > LargestSdp + LargestCandidate)
            return new RequestError(ErrorCode.TooLarge, $"\"sdp\" is over {LargestSdp} bytes.", "description");
        return null;
    }

    private static RequestError? CheckCandidate(JsonElement candidate)
    {
        if (candidate.ValueKind != JsonValueKind.Object)
            return RequestError.Bad("candidate", "\"candidate\" is what RTCIceCandidate.toJSON() gives: an object.");
        return Encoding.UTF8.GetByteCount(candidate.GetRawText()) > LargestCandidate
            ? new RequestError(ErrorCode.TooLarge, $"\"candidate\" is over {LargestCandidate} bytes.", "candidate")
            : null;
    }
}

/// <summary><c>call.media</c>: what this participant sends now.</summary>
internal sealed record SetCallMedia(CallId CallId, bool? Audio, bool? Video, bool? Screen, bool? Hold = null, bool? Hand = null) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (CallFields.Check(CallId) is { } error)
            return error;
        if (Audio is null)
            return RequestError.Bad("audio", "\"audio\" is true or false.");
        if (Video is null)
            return RequestError.Bad("video", "\"video\" is true or false.");
        return Screen is null ? RequestError.Bad("screen", "\"screen\" is true or false.") : null;
    }

    /// <summary>The state that this asks for; only of a request that <see cref="Validate"/> found well formed.</summary>
    public MediaState ToState() => new(Audio ?? false, Video ?? false, Screen ?? false, Hold, Hand);
}

/// <summary><c>call.ice</c>: fresh servers and credentials.</summary>
internal sealed record GetIce(CallId CallId) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId);
}

/// <summary><c>call.stats</c>: how the call goes at a participant's end. What the browser does not know (yet) is left out.</summary>
internal sealed record ReportCallStats(CallId CallId, double? RttMs, double? LossPct, double? JitterMs, double? BitrateKbps) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId)
        ?? Number("rttMs", RttMs, 600_000)
        ?? Number("lossPct", LossPct, 100)
        ?? Number("jitterMs", JitterMs, 600_000)
        ?? Number("bitrateKbps", BitrateKbps, 10_000_000);

    private static RequestError? Number(string field, double? value, double most) =>
        value is null or >= 0 && !(value > most) ? null : RequestError.Bad(field, $"\"{field}\" is a number from 0 to {most}.");
}

/// <summary><c>call.history</c>: the caller's calls, newest first.</summary>
internal sealed record GetCallHistory(CallId? Before, int? Limit) : ICallRequest
{
    /// <summary>The most calls of one page.</summary>
    public const int Most = 100;

    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (Before is { } before && !IdRules.IsServerMade(before.Value))
            return RequestError.Bad("before", "\"before\" is the id of a call.");
        return Limit is null or (> 0 and <= Most) ? null : RequestError.Bad("limit", $"\"limit\" is 1 to {Most}.");
    }
}
