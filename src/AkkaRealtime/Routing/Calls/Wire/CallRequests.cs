using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>The domain's part of the catalog.</summary>
internal static class CallRequests
{
    /// <summary>Every request of protocol §4.</summary>
    public static IReadOnlyList<RequestType> Types { get; } =
    [
        RequestType.Of("call.start", () => CallJson.Default.CallStartRequest),
        RequestType.Of("call.accept", () => CallJson.Default.CallAcceptRequest),
        RequestType.Of("call.decline", () => CallJson.Default.CallDeclineRequest),
        RequestType.Of("call.cancel", () => CallJson.Default.CallCancelRequest),
        RequestType.Of("call.leave", () => CallJson.Default.CallLeaveRequest),
        RequestType.Of("call.end", () => CallJson.Default.CallEndRequest),
        RequestType.Of("call.join", () => CallJson.Default.CallJoinRequest),
        RequestType.Of("call.invite", () => CallJson.Default.CallInviteRequest),
        RequestType.Of("call.signal", () => CallJson.Default.CallSignalRequest),
        RequestType.Of("call.media", () => CallJson.Default.CallMediaRequest),
        RequestType.Of("call.ice", () => CallJson.Default.CallIceRequest),
        RequestType.Of("call.stats", () => CallJson.Default.CallStatsRequest),
        RequestType.Of("call.history", () => CallJson.Default.CallHistoryRequest),
        RequestType.Of("call.mute", () => CallJson.Default.CallMuteRequest),
        RequestType.Of("call.remove", () => CallJson.Default.CallRemoveRequest),
        RequestType.Of("call.reaction", () => CallJson.Default.CallReactionRequest),
        RequestType.Of("call.seen", () => CallJson.Default.CallSeenRequest),
        RequestType.Of("call.list", () => CallJson.Default.CallListRequest),
    ];

    /// <summary>The name of a request, for its way between nodes.</summary>
    public static string NameOf(ICallRequest request) => request switch
    {
        CallStartRequest => "call.start",
        CallAcceptRequest => "call.accept",
        CallDeclineRequest => "call.decline",
        CallCancelRequest => "call.cancel",
        CallLeaveRequest => "call.leave",
        CallEndRequest => "call.end",
        CallJoinRequest => "call.join",
        CallInviteRequest => "call.invite",
        CallSignalRequest => "call.signal",
        CallMediaRequest => "call.media",
        CallIceRequest => "call.ice",
        CallStatsRequest => "call.stats",
        CallHistoryRequest => "call.history",
        CallMuteRequest => "call.mute",
        CallRemoveRequest => "call.remove",
        CallReactionRequest => "call.reaction",
        CallSeenRequest => "call.seen",
        CallListRequest => "call.list",
        _ => throw new InvalidOperationException($"No name for {request.GetType().Name}: add it here."),
    };
}
