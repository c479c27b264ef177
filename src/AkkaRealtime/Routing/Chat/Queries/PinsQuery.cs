using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>chat.pins</c>: a page of the pinned messages of a room, as they stand now.</summary>
internal sealed class PinsQuery(IChatStore store) : IChatQuery<ChatPinsRequest>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatPinsRequest request, CancellationToken cancel)
    {
        var room = request.Room!.Value;
        var (_, refused) = await store.CheckReadAsync(room, caller.User, @ref, cancel).ConfigureAwait(false);
        if (refused is not null)
            return [refused];
        var page = await store.PinsAsync(room, request.Before, request.Limit ?? ReadAccess.DefaultPage, cancel).ConfigureAwait(false);
        return [EnvelopeWriter.Write("chat.pins", new ChatPins(room, page.Messages, page.More), ChatJson.Default.ChatPins, @ref)];
    }
}
