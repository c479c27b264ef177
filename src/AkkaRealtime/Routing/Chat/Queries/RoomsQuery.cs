using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>chat.rooms</c>: the rooms of the user, the latest active first.</summary>
internal sealed class RoomsQuery(IChatStore store) : IChatQuery<ChatRoomsRequest>
{
    /// <summary>Rooms of an answer where no limit was asked for.</summary>
    public const int MaxRooms = 10_000;

    private static readonly RequestError NoCursor = RequestError.Bad("cursor", "\"cursor\" must be the \"next\" of the page before.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatRoomsRequest request, CancellationToken cancel)
    {
        var after = request.Cursor is { } text ? RoomCursor.Parse(text) : null;
        if (after is null && request.Cursor is not null)
            return [EnvelopeWriter.Error(NoCursor, @ref)];
        var page = await store.RoomsAsync(caller.User, after, request.Limit ?? MaxRooms, cancel).ConfigureAwait(false);
        var settings = await store.SettingsAsync(caller.User, null, cancel).ConfigureAwait(false);
        if (page.Next is not null || after is not null)
            settings = page.Rooms.Where(r => settings.ContainsKey(r.Id)).ToDictionary(r => r.Id, r => settings[r.Id]);
        var answer = new ChatRooms(page.Rooms, settings.Count == 0 ? null : settings, page.Next?.ToString());
        return [EnvelopeWriter.Write("chat.rooms", answer, ChatJson.Default.ChatRooms, @ref)];
    }
}
