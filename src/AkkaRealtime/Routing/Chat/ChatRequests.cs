using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat;

/// <summary>Every <c>chat.…</c> that a client may send.</summary>
internal static class ChatRequests
{
    /// <summary>For the <see cref="RequestCatalog"/>.</summary>
    public static IEnumerable<RequestType> Types { get; } =
    [
        RequestType.Of("chat.rooms", ChatJson.Default.RoomsRequest),
        RequestType.Of("chat.create", ChatJson.Default.CreateRequest),
        RequestType.Of("chat.direct", ChatJson.Default.DirectRequest),
        RequestType.Of("chat.join", ChatJson.Default.JoinRequest),
        RequestType.Of("chat.leave", ChatJson.Default.LeaveRequest),
        RequestType.Of("chat.invite", ChatJson.Default.InviteRequest),
        RequestType.Of("chat.remove", ChatJson.Default.RemoveRequest),
        RequestType.Of("chat.update", ChatJson.Default.UpdateRequest),
        RequestType.Of("chat.directory", ChatJson.Default.DirectoryRequest),
        RequestType.Of("chat.members", ChatJson.Default.MembersRequest),
        RequestType.Of("chat.watch", ChatJson.Default.WatchRequest),
        RequestType.Of("chat.unwatch", ChatJson.Default.UnwatchRequest),
        RequestType.Of("chat.send", ChatJson.Default.SendRequest),
        RequestType.Of("chat.edit", ChatJson.Default.EditRequest),
        RequestType.Of("chat.delete", ChatJson.Default.DeleteRequest),
        RequestType.Of("chat.react", ChatJson.Default.ReactRequest),
        RequestType.Of("chat.pin", ChatJson.Default.PinRequest),
        RequestType.Of("chat.history", ChatJson.Default.HistoryRequest),
        RequestType.Of("chat.pins", ChatJson.Default.PinsRequest),
        RequestType.Of("chat.sync", ChatJson.Default.SyncRequest),
        RequestType.Of("chat.read", ChatJson.Default.ReadRequest),
        RequestType.Of("chat.typing", ChatJson.Default.TypingRequest),
        RequestType.Of("chat.search", ChatJson.Default.SearchRequest),
    ];
}
