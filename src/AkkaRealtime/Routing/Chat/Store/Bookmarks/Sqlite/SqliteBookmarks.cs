using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Bookmarks.Sqlite;

/// <summary>What users have saved, in SQLite.</summary>
internal sealed class SqliteBookmarkTables : ISqliteTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "bookmarks", typeof(SqliteBookmarkTables).Assembly, $"{typeof(SqliteBookmarkTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public TableWriter CreateWriter(SqliteSession session) => new SqliteBookmarkWriter(session);
}

/// <summary>Writes it, inside the transactions of the journal.</summary>
internal sealed class SqliteBookmarkWriter(SqliteSession session) : TableWriter
{
    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveBookmark { Bookmark: var bookmark, On: true }:
                session["INSERT INTO bookmarks (user, message, room, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"]
                    .Bind(1, bookmark.User.Value).Bind(2, bookmark.Message.Value).Bind(3, bookmark.Room.Value).Bind(4, bookmark.At.ToUnixTimeMilliseconds()).Run();
                return new Saved(entry);
            case SaveBookmark { Bookmark: var bookmark }:
                session["DELETE FROM bookmarks WHERE user = ?1 AND message = ?2"].Bind(1, bookmark.User.Value).Bind(2, bookmark.Message.Value).Run();
                return new Saved(entry);
            case ForgetBookmarks { User: var user }:
                session["DELETE FROM bookmarks WHERE user = ?1"].Bind(1, user.Value).Run();
                return new Saved(entry);
            default:
                return null;
        }
    }
}

/// <summary>Reads of it on SQLite.</summary>
internal sealed class SqliteBookmarkStore(SqliteEngine engine) : IBookmarkStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<Bookmark>> OfAsync(UserId user, BookmarkCursor? after, int limit, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<Bookmark>>(
        s =>
        {
            var row = s["SELECT user, room, message, at FROM bookmarks WHERE user = ?1 AND (at, message) < (?2, ?3) ORDER BY at DESC, message DESC LIMIT ?4"]
                .Bind(1, user.Value).Bind(2, after?.At ?? long.MaxValue).Bind(3, after?.Message ?? "").Bind(4, limit);
            var all = new List<Bookmark>();
            while (row.Step())
                all.Add(new Bookmark(new UserId(row.Text(0)), new RoomId(row.Text(1)), new MessageId(row.Text(2)), DateTimeOffset.FromUnixTimeMilliseconds(row.Number(3))));
            return all;
        },
        cancel);

    /// <inheritdoc/>
    public Task<int> CountAsync(UserId user, CancellationToken cancel) => engine.ReadUnloggedAsync(
        s => s["SELECT count(*) FROM bookmarks WHERE user = ?1"].Bind(1, user.Value) is var row && row.Step() ? (int)row.Number(0) : 0, cancel);
}
