using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>A request that the room's owner decides. The names of the kinds travel between nodes.</summary>
[JsonDerivedType(typeof(ChatJoinRequest), "join")]
[JsonDerivedType(typeof(ChatLeaveRequest), "leave")]
[JsonDerivedType(typeof(ChatInviteRequest), "invite")]
[JsonDerivedType(typeof(ChatRemoveRequest), "remove")]
[JsonDerivedType(typeof(ChatBanRequest), "ban")]
[JsonDerivedType(typeof(ChatUnbanRequest), "unban")]
[JsonDerivedType(typeof(ChatUpdateRequest), "update")]
[JsonDerivedType(typeof(ChatSendRequest), "send")]
[JsonDerivedType(typeof(ChatEditRequest), "edit")]
[JsonDerivedType(typeof(ChatDeleteRequest), "delete")]
[JsonDerivedType(typeof(ChatReactRequest), "react")]
[JsonDerivedType(typeof(ChatPinRequest), "pin")]
[JsonDerivedType(typeof(ChatUnpreviewRequest), "unpreview")]
[JsonDerivedType(typeof(ChatReadRequest), "read")]
[JsonDerivedType(typeof(ChatTypingRequest), "typing")]
[JsonDerivedType(typeof(ChatComeRequest), "come")]
internal interface IRoomRequest : IChatRequest
{
    /// <summary>The room; never null once validated.</summary>
    RoomId? Room { get; }
}
