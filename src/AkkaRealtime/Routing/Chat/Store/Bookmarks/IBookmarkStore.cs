using System.Globalization;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store.Bookmarks;

/// <summary>Reads of the messages that users have saved for themselves. All writing goes through <see cref="IJournal"/>. Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.</summary>
public interface IBookmarkStore
{
    /// <summary>What a user has saved, the latest first: at most <paramref name="limit"/>, behind the given place.</summary>
    Task<IReadOnlyList<Bookmark>> OfAsync(UserId user, BookmarkCursor? after, int limit, CancellationToken cancel);

    /// <summary>How much a user has saved.</summary>
    Task<int> CountAsync(UserId user, CancellationToken cancel);
}

/// <summary>That somebody has saved a message for later; nobody else is told.</summary>
/// <param name="User">Who.</param>
/// <param name="Room">The message's room.</param>
/// <param name="Message">The message.</param>
/// <param name="At">When they saved it.</param>
public sealed record Bookmark(UserId User, RoomId Room, MessageId Message, DateTimeOffset At)
{
    /// <summary>The most that a user can have saved.</summary>
    public const int Most = 1_000;
}

/// <summary>A place in the list of what a user has saved: behind the message that was saved then.</summary>
/// <param name="At">When that was saved, Unix milliseconds.</param>
/// <param name="Message">The message.</param>
public sealed record BookmarkCursor(long At, string Message)
{
    /// <summary>The place of <paramref name="bookmark"/>.</summary>
    public static BookmarkCursor Of(Bookmark bookmark)
    {
        ArgumentNullException.ThrowIfNull(bookmark);
        return new(bookmark.At.ToUnixTimeMilliseconds(), bookmark.Message.Value);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}-{Message}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null where it is something else.</summary>
    public static BookmarkCursor? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && IdRules.IsServerMade(text[(dash + 1)..])
            ? new BookmarkCursor(at, text[(dash + 1)..])
            : null;
    }
}

/// <summary>Keeps a bookmark, or with <paramref name="On"/> false takes it back. What stands already stays as it is. Answered with <see cref="Saved"/>.</summary>
public sealed record SaveBookmark(IActorRef Owner, Bookmark Bookmark, bool On) : JournalEntry(Owner);

/// <summary>Forgets what a user has saved. Answered with <see cref="Saved"/>.</summary>
public sealed record ForgetBookmarks(IActorRef Owner, UserId User) : JournalEntry(Owner);
