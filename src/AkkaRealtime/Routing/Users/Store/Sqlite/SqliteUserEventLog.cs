using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Users.Store.Sqlite;

/// <summary>Reads of who came and went, on SQLite.</summary>
internal sealed class SqliteUserEventLog(SqliteEngine engine) : IUserEventLog
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<UserEvent>> EventsAsync(int part, long after, int limit, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<UserEvent>>(
        s =>
        {
            var row = s["SELECT n, user, type, at FROM user_events WHERE part = ?1 AND n > ?2 ORDER BY n LIMIT ?3"].Bind(1, part).Bind(2, after).Bind(3, limit);
            var events = new List<UserEvent>();
            while (row.Step())
                events.Add(new UserEvent(row.Number(0), new UserId(row.Text(1)), row.Text(2), DateTimeOffset.FromUnixTimeMilliseconds(row.Number(3))));
            return events;
        },
        cancel);
}
