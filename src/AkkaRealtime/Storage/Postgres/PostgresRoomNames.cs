using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>Looks through the names of all rooms once after a start: those that an earlier version, or an earlier Unicode, folded in another way are folded anew.</summary>
internal sealed class PostgresRoomNames : IPostgresRebuild
{
    private const int StepRows = 1_000;
    private long _last;
    private bool _isDone;

    /// <inheritdoc/>
    public RebuildProgress Rebuild(NpgsqlConnection connection)
    {
        if (_isDone)
            return default;
        var rooms = Read(connection);
        foreach (var (n, name, topic, folded) in rooms)
        {
            if (PostgresRows.Clean(Folded.Of(name, topic)) is var now && now != folded)
                Write(connection, n, name, topic, now);
        }

        _isDone = rooms.Count < StepRows;
        if (!_isDone)
            _last = rooms[^1].N;
        return new RebuildProgress("Names of rooms", 0, 0, !_isDone);
    }

    private List<(long N, string Name, string Topic, string Folded)> Read(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT n, name, topic, folded FROM rooms WHERE n > $1 ORDER BY n LIMIT $2", connection)
        {
            Parameters = { new() { Value = _last }, new() { Value = (long)StepRows } },
        };
        using var row = command.ExecuteReader();
        var rooms = new List<(long, string, string, string)>();
        while (row.Read())
            rooms.Add((row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3)));
        return rooms;
    }

    // One by one, so that no room is locked for long; who has renamed it meanwhile has folded it.
    private static void Write(NpgsqlConnection connection, long n, string name, string topic, string folded)
    {
        using var command = new NpgsqlCommand("UPDATE rooms SET folded = $4 WHERE n = $1 AND name = $2 AND topic = $3", connection)
        {
            Parameters = { new() { Value = n }, new() { Value = name }, new() { Value = topic }, new() { Value = folded } },
        };
        command.ExecuteNonQuery();
    }
}
