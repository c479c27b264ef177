using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Postgres;

namespace AkkaRealtime.Routing.Users.Store.Postgres;

/// <summary>Reads of who came and went, on PostgreSQL.</summary>
internal sealed class PostgresUserEventLog(PostgresReads reads) : IUserEventLog
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<UserEvent>> EventsAsync(int part, long after, int limit, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT n, user_id, type, at FROM user_events WHERE part = $1 AND n > $2 ORDER BY n LIMIT $3",
        row => new UserEvent(row.GetInt64(0), new UserId(row.GetString(1)), row.GetString(2), row.Time(3)),
        cancel,
        (long)part,
        after,
        (long)limit).ConfigureAwait(false);
}
