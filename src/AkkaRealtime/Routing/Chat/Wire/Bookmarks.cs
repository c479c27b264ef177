using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

// What somebody has saved for later (protocol §3, "Bookmarks").

/// <summary><c>chat.bookmark</c>.</summary>
internal sealed record ChatBookmarkRequest(RoomId? Room = null, MessageId? Id = null, bool? On = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    public RequestError? Validate() => ChatValidation.Room(Room) ?? ChatValidation.Message("id", Id) ?? ChatValidation.Flag("on", On);
}

/// <summary><c>chat.bookmarks</c>.</summary>
internal sealed record ChatBookmarksRequest(string? Cursor = null, int? Limit = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 5;

    public RequestError? Validate() => ChatValidation.Limit(Limit);
}

/// <summary><c>chat.bookmarked</c>: how it stands now with a message; the reply, and the news to the user's other connections.</summary>
internal sealed record ChatBookmarked(RoomId Room, MessageId Id, bool On);

/// <summary><c>chat.bookmarks</c>, the answer: the latest saved first.</summary>
internal sealed record ChatBookmarks(IReadOnlyList<BookmarkedMessage> Bookmarks, string? Next = null);

/// <summary>A message that was saved, as it stands now.</summary>
/// <param name="Room">Its room.</param>
/// <param name="Message">The message.</param>
/// <param name="At">When it was saved.</param>
internal sealed record BookmarkedMessage(RoomId Room, MessageView Message, DateTimeOffset At);
