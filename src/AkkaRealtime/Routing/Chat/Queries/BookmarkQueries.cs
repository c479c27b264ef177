using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Store.Bookmarks;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>chat.bookmark</c>: a user saves a message for later, or no more. Nothing in the room changes and nobody else is told, so no owner is asked.</summary>
internal sealed class BookmarkQuery(ChatSources sources) : IChatQuery<ChatBookmarkRequest>
{
    private static readonly RequestError TooMany = new(ErrorCode.Conflict, $"You have saved {Bookmark.Most:N0} messages, the most that are allowed. Remove some first.");
    private static readonly RequestError Deleted = new(ErrorCode.Conflict, "The message has been deleted.", "id");

    private readonly JournalPromise _journal = new(sources.Journal);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatBookmarkRequest request, CancellationToken cancel)
    {
        var (user, room, id, on) = (caller.User, request.Room!.Value, request.Id!.Value, request.On!.Value);

        // What can't be read any more can be taken off the list all the same.
        if (on && await RefuseAsync(user, room, id, @ref, cancel).ConfigureAwait(false) is { } refused)
            return [refused];
        var bookmark = new Bookmark(user, room, id, sources.Time.GetUtcNow());
        await _journal.SaveAsync(owner => new SaveBookmark(owner, bookmark, on), cancel).ConfigureAwait(false);
        return [new TellUser(user, Envelope(room, id, on, null), ExceptSession: caller.Session), Envelope(room, id, on, @ref)];
    }

    private async Task<EncodedEnvelope?> RefuseAsync(UserId user, RoomId room, MessageId id, string? @ref, CancellationToken cancel)
    {
        var (_, refused) = await sources.Chat.CheckReadAsync(room, user, @ref, cancel).ConfigureAwait(false);
        if (refused is not null)
            return refused;
        var message = await sources.Chat.FindMessageAsync(room, id, cancel).ConfigureAwait(false);
        if (message is null)
            return EnvelopeWriter.Error(Rules.MessageRules.NoSuchMessage("id").Error!, @ref);
        if (message.Deleted == true)
            return EnvelopeWriter.Error(Deleted, @ref);
        return await sources.Bookmarks.CountAsync(user, cancel).ConfigureAwait(false) >= Bookmark.Most ? EnvelopeWriter.Error(TooMany, @ref) : null;
    }

    private static EncodedEnvelope Envelope(RoomId room, MessageId id, bool on, string? @ref) =>
        EnvelopeWriter.Write("chat.bookmarked", new ChatBookmarked(room, id, on), ChatJson.Default.ChatBookmarked, @ref);
}

/// <summary><c>chat.bookmarks</c>: a page of what the user has saved, without what was deleted since, and what they may not read now.</summary>
internal sealed class BookmarksQuery(IChatStore chat, IBookmarkStore bookmarks) : IChatQuery<ChatBookmarksRequest>
{
    private static readonly RequestError NoCursor = RequestError.Bad("cursor", "\"cursor\" is the \"next\" of the page before.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatBookmarksRequest request, CancellationToken cancel)
    {
        var limit = request.Limit ?? ReadAccess.DefaultPage;
        var after = request.Cursor is { } cursor ? BookmarkCursor.Parse(cursor) : null;
        if (request.Cursor is not null && after is null)
            return [EnvelopeWriter.Error(NoCursor, @ref)];
        var page = await bookmarks.OfAsync(caller.User, after, limit, cancel).ConfigureAwait(false);
        var mayRead = new Dictionary<RoomId, bool>();
        var found = new List<BookmarkedMessage>();
        foreach (var bookmark in page)
        {
            if (!mayRead.TryGetValue(bookmark.Room, out var allowed))
                mayRead[bookmark.Room] = allowed = await chat.AccessAsync(bookmark.Room, caller.User, cancel).ConfigureAwait(false) is { MayRead: true };
            if (allowed && await chat.FindMessageAsync(bookmark.Room, bookmark.Message, cancel).ConfigureAwait(false) is { Deleted: not true } message)
                found.Add(new BookmarkedMessage(bookmark.Room, message, bookmark.At));
        }

        var next = page.Count == limit ? BookmarkCursor.Of(page[^1]).ToString() : null;
        return [EnvelopeWriter.Write("chat.bookmarks", new ChatBookmarks(found, next), ChatJson.Default.ChatBookmarks, @ref)];
    }
}
