using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Invitations.Sqlite;

/// <summary>Requests to come into rooms, in SQLite.</summary>
internal sealed class SqliteInvitationTables : ISqliteTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 4;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "invitations", typeof(SqliteInvitationTables).Assembly, $"{typeof(SqliteInvitationTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public TableWriter CreateWriter(SqliteSession session) => new SqliteInvitationWriter(session);
}

/// <summary>Writes them, inside the transactions of the journal.</summary>
internal sealed class SqliteInvitationWriter(SqliteSession session) : TableWriter
{
    private bool _isDirect;

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => e is ChatJoined;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveInvitations save:
                session["DELETE FROM invitations WHERE at < ?1"].Bind(1, (save.At - SaveInvitations.Kept).ToUnixTimeMilliseconds()).Run();
                foreach (var (id, user) in save.Users)
                    Add(save, id, user);
                return new Saved(entry);
            case DeclineInvitation decline:
                session["UPDATE invitations SET declined_at = ?3 WHERE id = ?1 AND user = ?2 AND declined_at IS NULL"]
                    .Bind(1, decline.Id).Bind(2, decline.User.Value).Bind(3, decline.At.ToUnixTimeMilliseconds()).Run();
                return new Saved(entry);
            case CountNamed named:
                session["DELETE FROM named_people WHERE since <= ?1"].Bind(1, (named.At - CountNamed.Day).ToUnixTimeMilliseconds()).Run();
                session["INSERT INTO named_people (user, count, since) VALUES (?1, ?2, ?3) ON CONFLICT (user) DO UPDATE SET count = count + excluded.count"]
                    .Bind(1, named.User.Value).Bind(2, named.Count).Bind(3, named.At.ToUnixTimeMilliseconds()).Run();
                return new Saved(entry);
            case ForgetInvitations forget:
                session["DELETE FROM invitations WHERE user = ?1 OR by_user = ?1"].Bind(1, forget.User.Value).Run();
                session["DELETE FROM named_people WHERE user = ?1"].Bind(1, forget.User.Value).Run();
                return new Saved(entry);
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public override void BeginAppend(LogRoom room, AppendEvents entry) => _isDirect = entry.Create?.Pair is not null;

    /// <inheritdoc/>
    public override void Apply(LogRoom room, LogEvent e)
    {
        var joined = (ChatJoined)e;
        session["DELETE FROM invitations WHERE user = ?1 AND room = ?2"].Bind(1, joined.User.Value).Bind(2, room.Id.Value).Run();
        if (_isDirect && joined.User != e.By)
        {
            session["DELETE FROM invitations WHERE room = '' AND ((user = ?1 AND by_user = ?2) OR (user = ?2 AND by_user = ?1))"]
                .Bind(1, joined.User.Value).Bind(2, e.By.Value).Run();
        }
    }

    private void Add(SaveInvitations save, string id, UserId user) =>
        session["INSERT INTO invitations (user, by_user, room, id, kind, name, at) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 " +
                "WHERE (SELECT count(*) FROM invitations WHERE user = ?1 AND declined_at IS NULL) < ?8 ON CONFLICT DO NOTHING"]
            .Bind(1, user.Value).Bind(2, save.By.Value).Bind(3, save.Room?.Value ?? "").Bind(4, id).Bind(5, save.Kind).Bind(6, save.Name)
            .Bind(7, save.At.ToUnixTimeMilliseconds()).Bind(8, SaveInvitations.MaxWaiting).Run();
}

/// <summary>Reads of them on SQLite.</summary>
internal sealed class SqliteInvitationStore(SqliteEngine engine) : IInvitationStore
{
    private const string Rows =
        "SELECT i.id, i.by_user, coalesce(nullif(u.name, ''), i.by_user), i.kind, i.room, coalesce(r.name, i.name), i.at, i.user " +
        "FROM invitations i LEFT JOIN users u ON u.user = i.by_user LEFT JOIN rooms r ON r.id = i.room WHERE i.declined_at IS NULL";

    /// <inheritdoc/>
    public Task<IReadOnlyList<InvitationView>> ListAsync(UserId user, string? before, int limit, CancellationToken cancel) =>
        engine.ReadUnloggedAsync<IReadOnlyList<InvitationView>>(
            s => [.. All(s[$"{Rows} AND i.user = ?1 AND (?2 IS NULL OR i.id < ?2) ORDER BY i.id DESC LIMIT ?3"].Bind(1, user.Value).Bind(2, before).Bind(3, limit)).Select(i => i.Invitation)],
            cancel);

    /// <inheritdoc/>
    public Task<InvitationView?> FindAsync(UserId user, string id, CancellationToken cancel) => engine.ReadUnloggedAsync(
        s => All(s[$"{Rows} AND i.user = ?1 AND i.id = ?2"].Bind(1, user.Value).Bind(2, id)) is [var found] ? found.Invitation : null, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<(UserId User, InvitationView Invitation)>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancel) =>
        engine.ReadUnloggedAsync<IReadOnlyList<(UserId, InvitationView)>>(
            // Ids are hexadecimal digits: in JSON they stand as they are.
            s => All(s[$"{Rows} AND i.id IN (SELECT value FROM json_each(?1))"].Bind(1, $"[{string.Join(',', ids.Select(id => $"\"{id}\""))}]")), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeptInvitation>> OfUserAsync(UserId user, string? after, int limit, CancellationToken cancel) =>
        engine.ReadUnloggedAsync<IReadOnlyList<KeptInvitation>>(
            s =>
            {
                var row = s["SELECT id, user, by_user, room, at, declined_at FROM invitations WHERE (user = ?1 OR by_user = ?1) AND id > ?2 ORDER BY id LIMIT ?3"]
                    .Bind(1, user.Value).Bind(2, after ?? "").Bind(3, limit);
                var kept = new List<KeptInvitation>();
                while (row.Step())
                {
                    kept.Add(new KeptInvitation(
                        row.Text(0),
                        new UserId(row.Text(1)),
                        new UserId(row.Text(2)),
                        row.Text(3) is { Length: > 0 } room ? new RoomId(room) : null,
                        DateTimeOffset.FromUnixTimeMilliseconds(row.Number(4)),
                        row.NumberOrNull(5) is { } declined ? DateTimeOffset.FromUnixTimeMilliseconds(declined) : null));
                }

                return kept;
            },
            cancel);

    /// <inheritdoc/>
    public Task<(int Count, DateTimeOffset Since)> NamedAsync(UserId user, CancellationToken cancel) => engine.ReadUnloggedAsync(
        s => s["SELECT count, since FROM named_people WHERE user = ?1"].Bind(1, user.Value) is var row && row.Step()
            ? ((int)row.Number(0), DateTimeOffset.FromUnixTimeMilliseconds(row.Number(1)))
            : default,
        cancel);

    private static List<(UserId User, InvitationView Invitation)> All(SqliteStatement row)
    {
        var found = new List<(UserId, InvitationView)>();
        while (row.Step())
        {
            found.Add((new UserId(row.Text(7)), new InvitationView(
                row.Text(0),
                new UserId(row.Text(1)),
                row.Text(2),
                row.Text(3),
                row.Text(4) is { Length: > 0 } room ? new RoomId(room) : null,
                row.TextOrNull(5),
                DateTimeOffset.FromUnixTimeMilliseconds(row.Number(6)))));
        }

        return found;
    }
}
