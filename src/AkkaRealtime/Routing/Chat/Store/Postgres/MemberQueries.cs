using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>Reads of a room's members with their names.</summary>
internal sealed class MemberQueries(PostgresReads reads)
{
    // One row with nobody in it says that the room is there.
    private const string Sql =
        "SELECT r.members, p.* FROM rooms r LEFT JOIN LATERAL (" +
        "SELECT m.user_id, coalesce(nullif(u.name, ''), m.user_id), m.role, m.read, m.delivered FROM members m LEFT JOIN users u ON u.user_id = m.user_id " +
        "WHERE m.room = r.n AND ($2 IS NULL OR m.user_id > $2) AND ($3::text[] IS NULL OR m.user_id = ANY ($3::text[])) " +
        "AND ($4 IS NULL OR strpos(lower(coalesce(u.name, '')), $4) > 0 OR strpos(lower(m.user_id), $4) > 0) " +
        "ORDER BY m.user_id LIMIT $5) p ON true WHERE r.id = $1 ORDER BY p.user_id";

    public async Task<IReadOnlyList<RenamedUser>> RenamedAsync(UserId user, DateTimeOffset since, int limit, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT u.user_id, coalesce(nullif(u.name, ''), u.user_id), u.named_at FROM users u WHERE u.named_at > $2 AND EXISTS " +
        "(SELECT 1 FROM members a JOIN members b ON b.room = a.room AND b.user_id = u.user_id WHERE a.user_id = $1) ORDER BY u.named_at, u.user_id LIMIT $3",
        row => new RenamedUser(new UserId(row.GetString(0)), row.GetString(1), row.Time(2)),
        cancel,
        user.Value,
        since.ToUnixTimeMilliseconds(),
        limit).ConfigureAwait(false);

    public async Task<MemberPage?> PageAsync(
        RoomId room, UserId? after, string? query, IReadOnlyCollection<UserId>? users, int limit, CancellationToken cancel)
    {
        var total = 0;
        PostgresParameter ids = users is null ? (string?)null : users.Select(user => user.Value).ToArray();
        var rows = await reads.QueryAsync(
            Sql,
            row =>
            {
                total = row.GetInt32(0);
                return row.IsDBNull(1)
                    ? null
                    : new MemberView(new UserId(row.GetString(1)), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetInt64(5));
            },
            cancel,
            room.Value,
            after?.Value,
            ids,
            string.IsNullOrWhiteSpace(query) ? null : PostgresRows.Clean(Folded.Of(query.Trim())),
            limit + 1L).ConfigureAwait(false);
        if (rows.Count == 0)
            return null;
        var members = rows.OfType<MemberView>().ToList();
        return new MemberPage(members.Count > limit ? members.GetRange(0, limit) : members, total, members.Count > limit);
    }
}
