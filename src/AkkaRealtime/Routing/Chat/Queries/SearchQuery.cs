using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>chat.search</c>: a page of messages that hold a text, newest first, in one room or in all rooms of the user.</summary>
internal sealed class SearchQuery(IChatStore store) : IChatQuery<ChatSearchRequest>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatSearchRequest request, CancellationToken cancel)
    {
        if (request.Room is { } room)
        {
            var (_, refused) = await store.CheckReadAsync(room, caller.User, @ref, cancel).ConfigureAwait(false);
            if (refused is not null)
                return [refused];
        }

        SearchCursor? before = request.Before is { } position ? new SearchCursor(position, request.BeforeId) : null;
        var page = await store.SearchAsync(
            caller.User, request.Text!, request.Room, before, request.Limit ?? ReadAccess.DefaultPage, cancel).ConfigureAwait(false);
        return [EnvelopeWriter.Write("chat.found", new ChatFound(page.Hits, page.More), ChatJson.Default.ChatFound, @ref)];
    }
}
