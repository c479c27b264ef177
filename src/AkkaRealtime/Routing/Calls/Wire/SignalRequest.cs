using System.Text;
using System.Text.Json;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>
/// <c>call.signal</c>: a description or a candidate for another participant. What is inside is the browsers' own business and is passed
/// on as it came; only its size and the outermost shape are looked at. <paramref name="Entry"/> is the receiver's that it is meant for.
/// </summary>
internal sealed record CallSignalRequest(CallId CallId, string? To, JsonElement? Description, JsonElement? Candidate, int? Entry = null) : INamesCall, IUnanswered
{
    /// <summary>The longest <c>sdp</c>, bytes of UTF-8.</summary>
    public const int MaxSdpBytes = 48 * 1024;

    /// <summary>The largest <c>candidate</c> object, bytes of UTF-8. Real ones have some 200.</summary>
    public const int MaxCandidateBytes = 4 * 1024;

    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (CallFields.Check(CallId) is { } error)
            return error;
        if (!ParticipantName.IsWellFormed(To) && SfuNames.LegOf(To) is null)
            return RequestError.Bad("to", $"\"to\" must be a participant, written user/device, or \"{SfuNames.Publish}\" or \"{SfuNames.Subscribe}\".");
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
            return RequestError.Bad("description", "\"description\" must be {type, sdp} with type \"offer\", \"answer\", \"pranswer\" or \"rollback\".");
        }

        if (!description.TryGetProperty("sdp", out var sdp))
            return type.GetString() == "rollback" ? null : RequestError.Bad("description", "\"description\" must have an \"sdp\".");
        if (sdp.ValueKind != JsonValueKind.String)
            return RequestError.Bad("description", "\"sdp\" of \"description\" must be a string.");
        if (Encoding.UTF8.GetByteCount(sdp.GetString()!) > MaxSdpBytes || Encoding.UTF8.GetByteCount(description.GetRawText()) > MaxSdpBytes + MaxCandidateBytes)
            return new RequestError(ErrorCode.TooLarge, $"\"sdp\" is larger than {MaxSdpBytes} bytes.", "description");
        return null;
    }

    private static RequestError? CheckCandidate(JsonElement candidate)
    {
        if (candidate.ValueKind != JsonValueKind.Object)
            return RequestError.Bad("candidate", "\"candidate\" must be an object, as RTCIceCandidate.toJSON() returns it.");
        return Encoding.UTF8.GetByteCount(candidate.GetRawText()) > MaxCandidateBytes
            ? new RequestError(ErrorCode.TooLarge, $"\"candidate\" is larger than {MaxCandidateBytes} bytes.", "candidate")
            : null;
    }
}
