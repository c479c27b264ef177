using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>Makes the envelopes of protocol §4.</summary>
internal static class CallEnvelopes
{
    /// <summary>Encodes an event: once, however many get it.</summary>
    public static EncodedEnvelope Encode(CallEvent e) => e switch
    {
        CallRinging x => EnvelopeWriter.Write(x.Type, x, CallJson.Default.CallRinging),
        CallAnsweredElsewhere x => EnvelopeWriter.Write(x.Type, x, CallJson.Default.CallAnsweredElsewhere),
        CallParticipantJoined x => EnvelopeWriter.Write(x.Type, x, CallJson.Default.CallParticipantJoined),
        CallParticipantLeft x => EnvelopeWriter.Write(x.Type, x, CallJson.Default.CallParticipantLeft),
        CallDeclined x => EnvelopeWriter.Write(x.Type, x, CallJson.Default.CallDeclined),
        CallBusy x => EnvelopeWriter.Write(x.Type, x, CallJson.Default.CallBusy),
        CallMissed x => EnvelopeWriter.Write(x.Type, x, CallJson.Default.CallMissed),
        CallMedia x => EnvelopeWriter.Write(x.Type, x, CallJson.Default.CallMedia),
        CallEnded x => EnvelopeWriter.Write(x.Type, x, CallJson.Default.CallEnded),
        CallNoAnswer x => EnvelopeWriter.Write(x.Type, x, CallJson.Default.CallNoAnswer),
        CallMuted x => EnvelopeWriter.Write(x.Type, x, CallJson.Default.CallMuted),
        CallReaction x => EnvelopeWriter.Write(x.Type, x, CallJson.Default.CallReaction),
        CallHost x => EnvelopeWriter.Write(x.Type, x, CallJson.Default.CallHost),
        CallMode x => EnvelopeWriter.Write(x.Type, x, CallJson.Default.CallMode),
        CallSignal x => EnvelopeWriter.Write(x.Type, x, CallJson.Default.CallSignal),
        _ => throw new InvalidOperationException($"No encoding for {e.GetType().Name}: add it here."),
    };

    /// <summary><c>call.started</c>.</summary>
    public static EncodedEnvelope Started(CallStarted started, string? @ref) =>
        EnvelopeWriter.Write("call.started", started, CallJson.Default.CallStarted, @ref);

    /// <summary><c>call.joined</c>.</summary>
    public static EncodedEnvelope Joined(CallJoined joined, string? @ref) =>
        EnvelopeWriter.Write("call.joined", joined, CallJson.Default.CallJoined, @ref);

    /// <summary><c>call.incoming</c>.</summary>
    public static EncodedEnvelope Incoming(CallIncoming incoming) =>
        EnvelopeWriter.Write("call.incoming", incoming, CallJson.Default.CallIncoming);

    /// <summary><c>call.ok</c>.</summary>
    public static EncodedEnvelope Ok(CallId? call, string? @ref) => Ok(new CallOk(call), @ref);

    /// <summary><c>call.ok</c>.</summary>
    public static EncodedEnvelope Ok(CallOk ok, string? @ref) => EnvelopeWriter.Write("call.ok", ok, CallJson.Default.CallOk, @ref);

    /// <summary><c>call.ice</c>.</summary>
    public static EncodedEnvelope Ice(CallIce ice, string? @ref) => EnvelopeWriter.Write("call.ice", ice, CallJson.Default.CallIce, @ref);

    /// <summary><c>call.history</c>.</summary>
    public static EncodedEnvelope History(CallHistory history, string? @ref) =>
        EnvelopeWriter.Write("call.history", history, CallJson.Default.CallHistory, @ref);

    /// <summary><c>call.list</c>.</summary>
    public static EncodedEnvelope List(IReadOnlyList<CallView> calls, string? @ref) =>
        EnvelopeWriter.Write("call.list", new CallList(calls), CallJson.Default.CallList, @ref);

    /// <summary><c>call.updated</c>.</summary>
    public static EncodedEnvelope Updated(CallView call) => EnvelopeWriter.Write("call.updated", new CallUpdated(call), CallJson.Default.CallUpdated);

    /// <summary><c>call.unseen</c>.</summary>
    public static EncodedEnvelope Unseen(CallUnseen unseen) => EnvelopeWriter.Write("call.unseen", unseen, CallJson.Default.CallUnseen);
}
