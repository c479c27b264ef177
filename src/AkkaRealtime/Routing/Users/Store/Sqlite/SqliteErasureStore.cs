using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Users.Store.Sqlite;

/// <summary>Reads of erasures on SQLite.</summary>
internal sealed class SqliteErasureStore(SqliteEngine engine) : IErasureStore
{
    private const string Columns = "user, requested_at, phase, room, events, finished_at FROM erasures";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Erasure>> OpenErasuresAsync(CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<Erasure>>(
        s =>
        {
            var row = s[$"SELECT {Columns} WHERE finished_at IS NULL ORDER BY requested_at, user"];
            var open = new List<Erasure>();
            while (row.Step())
                open.Add(Read(row));
            return open;
        },
        cancel);

    /// <inheritdoc/>
    public Task<Erasure?> FindErasureAsync(UserId user, CancellationToken cancel) => engine.ReadUnloggedAsync(
        s => s[$"SELECT {Columns} WHERE user = ?1"].Bind(1, user.Value) is var row && row.Step() ? Read(row) : null, cancel);

    private static Erasure Read(SqliteStatement row) => new(
        new UserId(row.Text(0)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.Number(1)),
        Enum.Parse<ErasurePhase>(row.Text(2)),
        row.TextOrNull(3) is { } room ? new RoomId(room) : null,
        row.Number(4),
        row.NumberOrNull(5) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);
}
