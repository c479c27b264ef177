using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>It rings at a callee's.</summary>
internal sealed record CallRinging(CallId CallId, UserId User) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.ringing";
}

/// <summary>Another connection of the same user took or declined the call: <paramref name="By"/>, a participant's name.</summary>
internal sealed record CallAnsweredElsewhere(CallId CallId, string By) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.answered-elsewhere";
}

/// <summary>A callee has declined.</summary>
internal sealed record CallDeclined(CallId CallId, UserId User, string? Reason) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.declined";
}

/// <summary>A callee is busy.</summary>
internal sealed record CallBusy(CallId CallId, UserId User) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.busy";
}

/// <summary>It no longer rings for a callee, who neither joined nor declined.</summary>
internal sealed record CallNoAnswer(CallId CallId, UserId User) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.no-answer";
}

/// <summary>To the callee: this call was not taken. Says who called, so that calling back needs no look-up.</summary>
internal sealed record CallMissed(CallId CallId, RoomId Room, UserId From, string Name, string Media, DateTimeOffset At) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.missed";
}

/// <summary><c>call.incoming</c>: it rings.</summary>
/// <param name="Call">The call.</param>
/// <param name="From">The id of the user who has it ring: whoever started the call, or invited the callee.</param>
/// <param name="ExpiresAt">When ringing ends by itself.</param>
internal sealed record CallIncoming(CallView Call, string From, DateTimeOffset ExpiresAt);
