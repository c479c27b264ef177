using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Queries;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat;

/// <summary>Every <c>chat.…</c> and <c>people.…</c> that a client may send.</summary>
internal static class ChatRequests
{
    /// <summary>For the <see cref="RequestCatalog"/>.</summary>
    public static IEnumerable<RequestType> Types { get; } =
    [
        RequestType.Of("chat.create", () => ChatJson.Default.ChatCreateRequest),
        RequestType.Of("chat.direct", () => ChatJson.Default.ChatDirectRequest),
        RequestType.Of("chat.join", () => ChatJson.Default.ChatJoinRequest),
        RequestType.Of("chat.leave", () => ChatJson.Default.ChatLeaveRequest),
        RequestType.Of("chat.invite", () => ChatJson.Default.ChatInviteRequest),
        RequestType.Of("chat.remove", () => ChatJson.Default.ChatRemoveRequest),
        RequestType.Of("chat.ban", () => ChatJson.Default.ChatBanRequest),
        RequestType.Of("chat.unban", () => ChatJson.Default.ChatUnbanRequest),
        RequestType.Of("chat.update", () => ChatJson.Default.ChatUpdateRequest),
        new RequestType("chat.send", SendText.Decode),
        RequestType.Of("chat.edit", () => ChatJson.Default.ChatEditRequest),
        RequestType.Of("chat.delete", () => ChatJson.Default.ChatDeleteRequest),
        RequestType.Of("chat.react", () => ChatJson.Default.ChatReactRequest),
        RequestType.Of("chat.pin", () => ChatJson.Default.ChatPinRequest),
        RequestType.Of("chat.unpreview", () => ChatJson.Default.ChatUnpreviewRequest),
        RequestType.Of("chat.read", () => ChatJson.Default.ChatReadRequest),
        RequestType.Of("chat.typing", () => ChatJson.Default.ChatTypingRequest),
        .. ChatQueries.Types,
    ];
}
