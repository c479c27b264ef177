namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Looks through the names of all rooms once after a start: those that an earlier version, or an earlier Unicode, folded in another way are folded anew.</summary>
internal sealed class SqliteRoomNames(SqliteSession session) : ISqliteRebuild
{
    private const int StepRows = 1_000;
    private long _last;

    /// <inheritdoc/>
    public RebuildProgress Rebuild()
    {
        var changed = new List<(long Room, string Folded)>();
        var read = 0;
        var row = session["SELECT n, name, topic, folded FROM rooms WHERE n > ?1 ORDER BY n LIMIT ?2"].Bind(1, _last).Bind(2, StepRows);
        while (row.Step())
        {
            read++;
            _last = row.Number(0);
            var folded = Folded.Of(row.Text(1), row.Text(2));
            if (folded != row.Text(3))
                changed.Add((_last, folded));
        }

        foreach (var (room, folded) in changed)
            session["UPDATE rooms SET folded = ?2 WHERE n = ?1"].Bind(1, room).Bind(2, folded).Run();
        return new RebuildProgress("Names of rooms", 0, 0, read == StepRows);
    }
}
