using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Users.Store.Postgres;

/// <summary>Reads of erasures on PostgreSQL.</summary>
internal sealed class PostgresErasureStore(PostgresReads reads) : IErasureStore
{
    private const string Columns = "user_id, requested_at, phase, room, events, finished_at FROM erasures";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Erasure>> OpenErasuresAsync(CancellationToken cancel) => await reads.QueryAsync(
        $"SELECT {Columns} WHERE finished_at IS NULL ORDER BY requested_at, user_id", Read, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<Erasure?> FindErasureAsync(UserId user, CancellationToken cancel) =>
        await reads.QueryAsync($"SELECT {Columns} WHERE user_id = $1", Read, cancel, user.Value).ConfigureAwait(false) is [var found] ? found : null;

    private static Erasure Read(NpgsqlDataReader row) => new(
        new UserId(row.GetString(0)),
        row.Time(1),
        Enum.Parse<ErasurePhase>(row.GetString(2)),
        row.TextOrNull(3) is { } room ? new RoomId(room) : null,
        row.GetInt64(4),
        row.TimeOrNull(5));
}
