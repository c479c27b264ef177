using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>Chat's requests and replies as JSON, generated at build time.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WireTimeConverter)])]
[JsonSerializable(typeof(RoomsRequest))]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(DirectRequest))]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(LeaveRequest))]
[JsonSerializable(typeof(InviteRequest))]
[JsonSerializable(typeof(RemoveRequest))]
[JsonSerializable(typeof(UpdateRequest))]
[JsonSerializable(typeof(DirectoryRequest))]
[JsonSerializable(typeof(MembersRequest))]
[JsonSerializable(typeof(WatchRequest))]
[JsonSerializable(typeof(UnwatchRequest))]
[JsonSerializable(typeof(SendRequest))]
[JsonSerializable(typeof(EditRequest))]
[JsonSerializable(typeof(DeleteRequest))]
[JsonSerializable(typeof(ReactRequest))]
[JsonSerializable(typeof(PinRequest))]
[JsonSerializable(typeof(HistoryRequest))]
[JsonSerializable(typeof(PinsRequest))]
[JsonSerializable(typeof(SyncRequest))]
[JsonSerializable(typeof(ReadRequest))]
[JsonSerializable(typeof(TypingRequest))]
[JsonSerializable(typeof(SearchRequest))]
[JsonSerializable(typeof(RoomReply))]
[JsonSerializable(typeof(RoomsReply))]
[JsonSerializable(typeof(RoomIdReply))]
[JsonSerializable(typeof(MembersReply))]
[JsonSerializable(typeof(WatchingReply))]
[JsonSerializable(typeof(SentReply))]
[JsonSerializable(typeof(OkReply))]
[JsonSerializable(typeof(HistoryReply))]
[JsonSerializable(typeof(PinsReply))]
[JsonSerializable(typeof(FoundReply))]
[JsonSerializable(typeof(SyncedReply))]
[JsonSerializable(typeof(TypingEvent))]
[JsonSerializable(typeof(ReceiptEvent))]
[JsonSerializable(typeof(UnreadEvent))]
[JsonSerializable(typeof(ExpiredEvent))]
internal sealed partial class ChatJson : JsonSerializerContext;
