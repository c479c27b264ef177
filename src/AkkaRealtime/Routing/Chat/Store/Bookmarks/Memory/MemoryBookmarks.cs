using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Routing.Chat.Store.Bookmarks.Memory;

/// <summary>What users have saved, in memory.</summary>
internal sealed class MemoryBookmarkTables : IMemoryTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryBookmarks();
}

/// <summary>Holds and writes it.</summary>
internal sealed class MemoryBookmarks : TableWriter
{
    public Dictionary<(UserId User, MessageId Message), Bookmark> All { get; } = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveBookmark { Bookmark: var bookmark, On: true }:
                All.TryAdd((bookmark.User, bookmark.Message), bookmark);
                return new Saved(entry);
            case SaveBookmark { Bookmark: var bookmark }:
                All.Remove((bookmark.User, bookmark.Message));
                return new Saved(entry);
            case ForgetBookmarks { User: var user }:
                foreach (var key in All.Keys.Where(k => k.User == user).ToList())
                    All.Remove(key);
                return new Saved(entry);
            default:
                return null;
        }
    }
}

/// <summary>Reads of it in memory.</summary>
internal sealed class MemoryBookmarkStore(MemoryEngine engine) : IBookmarkStore
{
    private readonly MemoryBookmarks _bookmarks = engine.Tables<MemoryBookmarks>();

    /// <inheritdoc/>
    public Task<IReadOnlyList<Bookmark>> OfAsync(UserId user, BookmarkCursor? after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<Bookmark>>(
        () =>
        [
            .. Of(user)
                .Where(b => after is null || b.At.ToUnixTimeMilliseconds() < after.At
                    || (b.At.ToUnixTimeMilliseconds() == after.At && string.CompareOrdinal(b.Message.Value, after.Message) < 0))
                .OrderByDescending(b => b.At).ThenByDescending(b => b.Message.Value, StringComparer.Ordinal).Take(limit),
        ],
        cancel);

    /// <inheritdoc/>
    public Task<int> CountAsync(UserId user, CancellationToken cancel) => engine.ReadAsync(() => Of(user).Count(), cancel);

    private IEnumerable<Bookmark> Of(UserId user) => _bookmarks.All.Values.Where(b => b.User == user);
}
