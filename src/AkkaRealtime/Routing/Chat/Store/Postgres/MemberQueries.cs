using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>Reads of a room's members with their names.</summary>
internal sealed class MemberQueries(PostgresReads reads)
{
    // Rows of one query where names are looked through: a small room is one, and a large one doesn't come all at once.
    private const int Chunk = 2_000;

    // One row with nobody in it says that the room is there.
    private const string Sql =
        "SELECT r.members, p.* FROM rooms r LEFT JOIN LATERAL (" +
        "SELECT m.user_id, coalesce(nullif(u.name, ''), m.user_id), m.role, m.read, m.delivered FROM members m LEFT JOIN users u ON u.user_id = m.user_id " +
        "WHERE m.room = r.n AND ($2 IS NULL OR m.user_id > $2) AND ($3::text[] IS NULL OR m.user_id = ANY ($3::text[])) " +
        "ORDER BY m.user_id LIMIT $4) p ON true WHERE r.id = $1 ORDER BY p.user_id";

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
        var wanted = string.IsNullOrWhiteSpace(query) ? null : Folded.Of(query.Trim());
        var members = new List<MemberView>();
        for (; ; )
        {
            var size = wanted is null ? limit + 1 : Chunk;
            if (await ReadAsync(room, after, users, size, cancel).ConfigureAwait(false) is not var (found, total))
                return null;

            // PostgreSQL folds as its locale has it: names are compared here.
            members.AddRange(wanted is null ? found : found.Where(m => Has(m.Name, wanted) || Has(m.User.Value, wanted)));
            if (members.Count > limit)
                return new MemberPage(members.GetRange(0, limit), total, true);
            if (found.Count < size)
                return new MemberPage(members, total, false);
            after = found[^1].User;
        }
    }

    private async Task<(List<MemberView> Members, int Total)?> ReadAsync(
        RoomId room, UserId? after, IReadOnlyCollection<UserId>? users, int limit, CancellationToken cancel)
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
            (long)limit).ConfigureAwait(false);
        return rows.Count == 0 ? null : (rows.OfType<MemberView>().ToList(), total);
    }

    private static bool Has(string text, string wanted) => Folded.Of(text).Contains(wanted, StringComparison.Ordinal);
}
