using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Scheduled.Sqlite;

/// <summary>Scheduled messages, in SQLite.</summary>
internal sealed class SqliteScheduledTables : ISqliteTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "scheduled", typeof(SqliteScheduledTables).Assembly, $"{typeof(SqliteScheduledTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public TableWriter CreateWriter(SqliteSession session) => new SqliteScheduledWriter(session);
}

/// <summary>Writes them, inside the transactions of the journal.</summary>
internal sealed class SqliteScheduledWriter(SqliteSession session) : TableWriter
{
    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case AddScheduled { Message: var message, Files: var files }:
                var added = Bind(session["INSERT INTO scheduled (id, user, room, at, content, since, due, state, tag) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING"], message).RunChanges() > 0;
                foreach (var file in added ? files : [])
                    SqliteFileUses.Hold(session, message.Id, file);
                return new Saved(entry);
            case ReplaceScheduled { Message: { } message, Before: var before }:
                return Result(
                    entry,
                    Bind(session["UPDATE scheduled SET user = ?2, room = ?3, at = ?4, content = ?5, since = ?6, due = ?7, state = ?8, tag = ?9 WHERE id = ?1 AND tag = ?10"], message)
                        .Bind(10, before).RunChanges());
            case ReplaceScheduled { Id: var id, Before: var before }:
                var removed = session["DELETE FROM scheduled WHERE id = ?1 AND tag = ?2"].Bind(1, id).Bind(2, before).RunChanges();
                if (removed > 0)
                    SqliteFileUses.Remove(session, id);
                return Result(entry, removed);
            // Of somebody who is erased: their files go with them (ErasureJob).
            case ForgetScheduled { User: var user }:
                session["DELETE FROM scheduled WHERE user = ?1"].Bind(1, user.Value).Run();
                return new Saved(entry);
            default:
                return null;
        }
    }

    private static JournalResult Result(JournalEntry entry, int changes) => changes > 0 ? new Saved(entry) : new SaveSuperseded(entry);

    private static SqliteStatement Bind(SqliteStatement row, ScheduledMessage message) => row
        .Bind(1, message.Id).Bind(2, message.User.Value).Bind(3, message.Room.Value).Bind(4, message.At.ToUnixTimeMilliseconds()).Bind(5, message.Content.Span)
        .Bind(6, message.Since.ToUnixTimeMilliseconds()).Bind(7, message.Due.ToUnixTimeMilliseconds()).Bind(8, (long)message.State).Bind(9, message.Tag);
}

/// <summary>Reads of them on SQLite.</summary>
internal sealed class SqliteScheduledStore(SqliteEngine engine) : IScheduledStore
{
    private const string Rows = "SELECT id, user, room, at, content, since, due, state, tag FROM scheduled";

    /// <inheritdoc/>
    public Task<IReadOnlyList<ScheduledMessage>> OfAsync(UserId user, ScheduledCursor? after, int limit, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<ScheduledMessage>>(
        s => All(s[$"{Rows} WHERE user = ?1 AND (at, id) > (?2, ?3) ORDER BY at, id LIMIT ?4"].Bind(1, user.Value).Bind(2, after?.At ?? long.MinValue).Bind(3, after?.Id ?? "").Bind(4, limit)),
        cancel);

    /// <inheritdoc/>
    public Task<ScheduledMessage?> FindAsync(UserId user, string id, CancellationToken cancel) => engine.ReadUnloggedAsync(
        s => All(s[$"{Rows} WHERE id = ?1 AND user = ?2"].Bind(1, id).Bind(2, user.Value)) is [var found] ? found : null, cancel);

    /// <inheritdoc/>
    public Task<int> CountAsync(UserId user, CancellationToken cancel) => engine.ReadUnloggedAsync(
        s => s["SELECT count(*) FROM scheduled WHERE user = ?1"].Bind(1, user.Value) is var row && row.Step() ? (int)row.Number(0) : 0, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ScheduledMessage>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<ScheduledMessage>>(
        s => All(s[$"{Rows} WHERE state < 2 AND due <= ?1 ORDER BY due LIMIT ?2"].Bind(1, now.ToUnixTimeMilliseconds()).Bind(2, limit)), cancel);

    private static List<ScheduledMessage> All(SqliteStatement row)
    {
        var all = new List<ScheduledMessage>();
        while (row.Step())
        {
            all.Add(new ScheduledMessage(row.Text(0), new UserId(row.Text(1)), new RoomId(row.Text(2)), DateTimeOffset.FromUnixTimeMilliseconds(row.Number(3)), row.Blob(4))
            {
                Since = DateTimeOffset.FromUnixTimeMilliseconds(row.Number(5)),
                Due = DateTimeOffset.FromUnixTimeMilliseconds(row.Number(6)),
                State = (ScheduledState)row.Number(7),
                Tag = row.Number(8),
            });
        }

        return all;
    }
}
