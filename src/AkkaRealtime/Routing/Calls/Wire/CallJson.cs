using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>The JSON of protocol §4: requests, replies and events.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WireTimeConverter)])]
[JsonSerializable(typeof(CallStartRequest))]
[JsonSerializable(typeof(CallAcceptRequest))]
[JsonSerializable(typeof(CallDeclineRequest))]
[JsonSerializable(typeof(CallCancelRequest))]
[JsonSerializable(typeof(CallLeaveRequest))]
[JsonSerializable(typeof(CallEndRequest))]
[JsonSerializable(typeof(CallJoinRequest))]
[JsonSerializable(typeof(CallInviteRequest))]
[JsonSerializable(typeof(CallSignalRequest))]
[JsonSerializable(typeof(CallMediaRequest))]
[JsonSerializable(typeof(CallIceRequest))]
[JsonSerializable(typeof(CallStatsRequest))]
[JsonSerializable(typeof(CallHistoryRequest))]
[JsonSerializable(typeof(CallMuteRequest))]
[JsonSerializable(typeof(CallRemoveRequest))]
[JsonSerializable(typeof(CallReactionRequest))]
[JsonSerializable(typeof(CallSeenRequest))]
[JsonSerializable(typeof(CallListRequest))]
[JsonSerializable(typeof(CallStarted))]
[JsonSerializable(typeof(CallJoined))]
[JsonSerializable(typeof(CallOk))]
[JsonSerializable(typeof(CallIce))]
[JsonSerializable(typeof(CallHistory))]
[JsonSerializable(typeof(CallView))]
[JsonSerializable(typeof(CallIncoming))]
[JsonSerializable(typeof(CallRinging))]
[JsonSerializable(typeof(CallAnsweredElsewhere))]
[JsonSerializable(typeof(CallParticipantJoined))]
[JsonSerializable(typeof(CallParticipantLeft))]
[JsonSerializable(typeof(CallDeclined))]
[JsonSerializable(typeof(CallBusy))]
[JsonSerializable(typeof(CallMissed))]
[JsonSerializable(typeof(CallSignal))]
[JsonSerializable(typeof(CallMedia))]
[JsonSerializable(typeof(CallEnded))]
[JsonSerializable(typeof(CallNoAnswer))]
[JsonSerializable(typeof(CallMuted))]
[JsonSerializable(typeof(CallReaction))]
[JsonSerializable(typeof(CallHost))]
[JsonSerializable(typeof(CallUpdated))]
[JsonSerializable(typeof(CallUnseen))]
[JsonSerializable(typeof(CallList))]
[JsonSerializable(typeof(CallMode))]
internal sealed partial class CallJson : JsonSerializerContext;
