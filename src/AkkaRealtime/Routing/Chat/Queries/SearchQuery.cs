using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>chat.search</c>: a page of messages that hold a text, newest first, in one room or in all rooms of the user.</summary>
/// <remarks>A search that a store can't answer in <see cref="MaxTime"/> is given up: it would keep others waiting.</remarks>
internal sealed class SearchQuery(IChatStore store, TimeProvider time) : IChatQuery<ChatSearchRequest>
{
    /// <summary>How long the store may look.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(3);

    private static readonly RequestError TooMuch = new(ErrorCode.TooLarge, "Too many messages would have to be looked at: write more of the word, or more words, or name a room.", "text");

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
        using var enough = new CancellationTokenSource(MaxTime, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, enough.Token);
        SearchPage page;
        try
        {
            page = await store.SearchAsync(caller.User, request.Text!, request.Room, before, request.Limit ?? ReadAccess.DefaultPage, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return [EnvelopeWriter.Error(TooMuch, @ref)];
        }

        return [EnvelopeWriter.Write("chat.found", new ChatFound(page.Hits, page.More), ChatJson.Default.ChatFound, @ref)];
    }
}
