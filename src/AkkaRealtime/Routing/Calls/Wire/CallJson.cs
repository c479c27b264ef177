using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>JSON of this domain: requests, replies and events.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WireTimeConverter)])]
[JsonSerializable(typeof(StartCall))]
[JsonSerializable(typeof(AcceptCall))]
[JsonSerializable(typeof(DeclineCall))]
[JsonSerializable(typeof(CancelCall))]
[JsonSerializable(typeof(LeaveCall))]
[JsonSerializable(typeof(EndCall))]
[JsonSerializable(typeof(JoinCall))]
[JsonSerializable(typeof(InviteToCall))]
[JsonSerializable(typeof(SendSignal))]
[JsonSerializable(typeof(SetCallMedia))]
[JsonSerializable(typeof(GetIce))]
[JsonSerializable(typeof(ReportCallStats))]
[JsonSerializable(typeof(GetCallHistory))]
[JsonSerializable(typeof(MuteParticipant))]
[JsonSerializable(typeof(RemoveFromCall))]
[JsonSerializable(typeof(SendReaction))]
[JsonSerializable(typeof(MarkCallsAsSeen))]
[JsonSerializable(typeof(ListCalls))]
[JsonSerializable(typeof(CallEntered))]
[JsonSerializable(typeof(CallOk))]
[JsonSerializable(typeof(IceReply))]
[JsonSerializable(typeof(CallHistory))]
[JsonSerializable(typeof(CallRinging))]
[JsonSerializable(typeof(AnsweredElsewhere))]
[JsonSerializable(typeof(ParticipantJoined))]
[JsonSerializable(typeof(ParticipantLeft))]
[JsonSerializable(typeof(CallDeclined))]
[JsonSerializable(typeof(CallBusy))]
[JsonSerializable(typeof(CallMissed))]
[JsonSerializable(typeof(SignalRelayed))]
[JsonSerializable(typeof(MediaChanged))]
[JsonSerializable(typeof(CallEnded))]
[JsonSerializable(typeof(CallNoAnswer))]
[JsonSerializable(typeof(CallMuted))]
[JsonSerializable(typeof(CallReaction))]
[JsonSerializable(typeof(HostChanged))]
[JsonSerializable(typeof(CallUpdated))]
[JsonSerializable(typeof(CallsUnseen))]
[JsonSerializable(typeof(CallList))]
[JsonSerializable(typeof(ModeChanged))]
[JsonSerializable(typeof(SfuSignalled))]
internal sealed partial class CallJson : JsonSerializerContext
{
    /// <summary>Encodes an event: once, however many get it.</summary>
    public static EncodedEnvelope Encode(CallEvent e) => e switch
    {
        CallRinging x => EnvelopeWriter.Write(x.Type, x, Default.CallRinging),
        AnsweredElsewhere x => EnvelopeWriter.Write(x.Type, x, Default.AnsweredElsewhere),
        ParticipantJoined x => EnvelopeWriter.Write(x.Type, x, Default.ParticipantJoined),
        ParticipantLeft x => EnvelopeWriter.Write(x.Type, x, Default.ParticipantLeft),
        CallDeclined x => EnvelopeWriter.Write(x.Type, x, Default.CallDeclined),
        CallBusy x => EnvelopeWriter.Write(x.Type, x, Default.CallBusy),
        CallMissed x => EnvelopeWriter.Write(x.Type, x, Default.CallMissed),
        SignalRelayed x => EnvelopeWriter.Write(x.Type, x, Default.SignalRelayed),
        MediaChanged x => EnvelopeWriter.Write(x.Type, x, Default.MediaChanged),
        CallEnded x => EnvelopeWriter.Write(x.Type, x, Default.CallEnded),
        CallNoAnswer x => EnvelopeWriter.Write(x.Type, x, Default.CallNoAnswer),
        CallMuted x => EnvelopeWriter.Write(x.Type, x, Default.CallMuted),
        CallReaction x => EnvelopeWriter.Write(x.Type, x, Default.CallReaction),
        HostChanged x => EnvelopeWriter.Write(x.Type, x, Default.HostChanged),
        ModeChanged x => EnvelopeWriter.Write(x.Type, x, Default.ModeChanged),
        SfuSignalled x => EnvelopeWriter.Write(x.Type, x, Default.SfuSignalled),
        _ => throw new InvalidOperationException($"No encoding for {e.GetType().Name}: add it here."),
    };

    /// <summary><c>call.started</c>.</summary>
    public static EncodedEnvelope Started(CallEntered entered, string? @ref) =>
        EnvelopeWriter.Write("call.started", entered, Default.CallEntered, @ref);

    /// <summary><c>call.joined</c>.</summary>
    public static EncodedEnvelope Joined(CallEntered entered, string? @ref) =>
        EnvelopeWriter.Write("call.joined", entered, Default.CallEntered, @ref);

    /// <summary><c>call.ok</c>.</summary>
    public static EncodedEnvelope Ok(CallId? call, string? @ref) => EnvelopeWriter.Write("call.ok", new CallOk(call), Default.CallOk, @ref);

    /// <summary><c>call.ice</c>.</summary>
    public static EncodedEnvelope Ice(IceReply ice, string? @ref) => EnvelopeWriter.Write("call.ice", ice, Default.IceReply, @ref);

    /// <summary><c>call.history</c>.</summary>
    public static EncodedEnvelope History(CallHistory history, string? @ref) =>
        EnvelopeWriter.Write("call.history", history, Default.CallHistory, @ref);

    /// <summary><c>call.list</c>.</summary>
    public static EncodedEnvelope List(IReadOnlyList<CallView> calls, string? @ref) =>
        EnvelopeWriter.Write("call.list", new CallList(calls), Default.CallList, @ref);

    /// <summary><c>call.updated</c>.</summary>
    public static EncodedEnvelope Updated(CallView call) => EnvelopeWriter.Write("call.updated", new CallUpdated(call), Default.CallUpdated);

    /// <summary><c>call.unseen</c>.</summary>
    public static EncodedEnvelope Unseen(int missed) => EnvelopeWriter.Write("call.unseen", new CallsUnseen(missed), Default.CallsUnseen);
}

/// <summary>The domain's part of the catalog.</summary>
internal static class CallRequests
{
    /// <summary>Every request of protocol §4.</summary>
    public static IReadOnlyList<RequestType> Types { get; } =
    [
        RequestType.Of("call.start", CallJson.Default.StartCall),
        RequestType.Of("call.accept", CallJson.Default.AcceptCall),
        RequestType.Of("call.decline", CallJson.Default.DeclineCall),
        RequestType.Of("call.cancel", CallJson.Default.CancelCall),
        RequestType.Of("call.leave", CallJson.Default.LeaveCall),
        RequestType.Of("call.end", CallJson.Default.EndCall),
        RequestType.Of("call.join", CallJson.Default.JoinCall),
        RequestType.Of("call.invite", CallJson.Default.InviteToCall),
        RequestType.Of("call.signal", CallJson.Default.SendSignal),
        RequestType.Of("call.media", CallJson.Default.SetCallMedia),
        RequestType.Of("call.ice", CallJson.Default.GetIce),
        RequestType.Of("call.stats", CallJson.Default.ReportCallStats),
        RequestType.Of("call.history", CallJson.Default.GetCallHistory),
        RequestType.Of("call.mute", CallJson.Default.MuteParticipant),
        RequestType.Of("call.remove", CallJson.Default.RemoveFromCall),
        RequestType.Of("call.reaction", CallJson.Default.SendReaction),
        RequestType.Of("call.seen", CallJson.Default.MarkCallsAsSeen),
        RequestType.Of("call.list", CallJson.Default.ListCalls),
    ];

    /// <summary>The name of a request, for its way between nodes.</summary>
    public static string NameOf(ICallRequest request) => request switch
    {
        StartCall => "call.start",
        AcceptCall => "call.accept",
        DeclineCall => "call.decline",
        CancelCall => "call.cancel",
        LeaveCall => "call.leave",
        EndCall => "call.end",
        JoinCall => "call.join",
        InviteToCall => "call.invite",
        SendSignal => "call.signal",
        SetCallMedia => "call.media",
        GetIce => "call.ice",
        ReportCallStats => "call.stats",
        GetCallHistory => "call.history",
        MuteParticipant => "call.mute",
        RemoveFromCall => "call.remove",
        SendReaction => "call.reaction",
        MarkCallsAsSeen => "call.seen",
        ListCalls => "call.list",
        _ => throw new InvalidOperationException($"No name for {request.GetType().Name}: add it here."),
    };
}
