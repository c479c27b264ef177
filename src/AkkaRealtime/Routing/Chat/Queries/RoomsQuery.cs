using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>chat.rooms</c>: the rooms of the user, the latest active first.</summary>
internal sealed class RoomsQuery(IChatStore store) : IChatQuery<ChatRoomsRequest>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatRoomsRequest request, CancellationToken cancel)
    {
        var rooms = await store.RoomsAsync(caller.User, null, cancel).ConfigureAwait(false);
        var settings = await store.SettingsAsync(caller.User, null, cancel).ConfigureAwait(false);
        return [EnvelopeWriter.Write("chat.rooms", new ChatRooms(rooms, settings.Count == 0 ? null : settings), ChatJson.Default.ChatRooms, @ref)];
    }
}
