using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Bookmarks.Postgres;

/// <summary>What users have saved, in PostgreSQL.</summary>
internal sealed class PostgresBookmarkTables : IPostgresTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "bookmarks", typeof(PostgresBookmarkTables).Assembly, $"{typeof(PostgresBookmarkTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public IReadOnlyList<string> Scrubbed { get; } = ["bookmarks"];

    /// <inheritdoc/>
    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresBookmarkWriter();
}

/// <summary>Writes that of one batch.</summary>
internal sealed class PostgresBookmarkWriter : PostgresTableWriter
{
    private readonly List<JournalEntry> _entries = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        if (entry is not (SaveBookmark or ForgetBookmarks))
            return null;
        _entries.Add(entry);
        return new Saved(entry);
    }

    /// <inheritdoc/>
    public override void AddCommands(NpgsqlBatch batch)
    {
        foreach (var entry in _entries)
        {
            if (entry is SaveBookmark { Bookmark: var bookmark, On: true })
            {
                batch.Add(
                    "INSERT INTO bookmarks (user_id, message, room, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                    bookmark.User.Value,
                    bookmark.Message.Value,
                    bookmark.Room.Value,
                    bookmark.At.ToUnixTimeMilliseconds());
            }
            else if (entry is SaveBookmark { Bookmark: var former })
            {
                batch.Add("DELETE FROM bookmarks WHERE user_id = $1 AND message = $2", former.User.Value, former.Message.Value);
            }
            else if (entry is ForgetBookmarks { User: var user })
            {
                batch.Add("DELETE FROM bookmarks WHERE user_id = $1", user.Value);
            }
        }
    }
}

/// <summary>Reads of it on PostgreSQL.</summary>
internal sealed class PostgresBookmarkStore(PostgresReads reads) : IBookmarkStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Bookmark>> OfAsync(UserId user, BookmarkCursor? after, int limit, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT user_id, room, message, at FROM bookmarks WHERE user_id = $1 AND (at, message) < ($2, $3) ORDER BY at DESC, message DESC LIMIT $4",
        row => new Bookmark(new UserId(row.GetString(0)), new RoomId(row.GetString(1)), new MessageId(row.GetString(2)), row.Time(3)),
        cancel,
        user.Value,
        after?.At ?? long.MaxValue,
        after?.Message ?? "",
        (long)limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<int> CountAsync(UserId user, CancellationToken cancel) =>
        await reads.QueryAsync("SELECT count(*) FROM bookmarks WHERE user_id = $1", row => (int)row.GetInt64(0), cancel, user.Value).ConfigureAwait(false) is [var count] ? count : 0;
}
