using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>
/// Moves messages from <c>texts</c> and <c>tokens</c>, the full-text indexes of former versions, to <c>room_words</c>, some at a time, each step one transaction. Nodes that do
/// it side by side leave out what another one has locked, and who edits or deletes a message takes it out of both first, and so waits for the step
/// that has it, or it for them.
/// </summary>
internal sealed class PostgresReindex : IPostgresRebuild
{
    private const int StepRows = 500;

    private static readonly string[] Take = [.. ((string[])["texts", "tokens"]).Select(former =>
        $"WITH step AS MATERIALIZED (SELECT room, seq FROM {former} WHERE (room, seq) > ($1, $2) ORDER BY room, seq LIMIT $3 FOR UPDATE SKIP LOCKED) " +
        $"DELETE FROM {former} t USING step s WHERE t.room = s.room AND t.seq = s.seq RETURNING t.room, t.seq")];

    // A query of its own, after the locks are had: it sees what was committed before them.
    private const string Read =
        "SELECT " + MessageQueries.ViewColumns + ", e.room, e.seq FROM unnest($1::bigint[], $2::bigint[]) v (room, seq) JOIN events e ON e.room = v.room AND e.seq = v.seq " +
        "LEFT JOIN overlays o ON o.room = e.room AND o.seq = e.seq WHERE e.type = 1";

    // Where the last step ended: what is deleted before it would be read over again and again.
    private (long Room, long Seq) _last;
    private int _former;
    private long? _total;
    private long _done;

    /// <inheritdoc/>
    public RebuildProgress Rebuild(NpgsqlConnection connection)
    {
        // What a node of the former version writes later is no news.
        _total ??= connection.Query("SELECT (SELECT count(*) FROM texts) + (SELECT count(*) FROM tokens)", row => row.GetInt64(0))[0];
        var taken = Move(connection);
        _done += taken.Count;
        var isStep = taken.Count == StepRows;
        _last = isStep ? taken.Max() : default;
        if (!isStep)
            _former = (_former + 1) % Take.Length;
        var more = isStep || _former > 0;
        var progress = new RebuildProgress("Full-text index of messages", _done, _total.Value, more);
        if (!more)
            (_total, _done) = (0, 0);
        return progress;
    }

    private List<(long Room, long Seq)> Move(NpgsqlConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        var taken = connection.Query(Take[_former], row => (Room: row.GetInt64(0), Seq: row.GetInt64(1)), _last.Room, _last.Seq, StepRows);
        if (taken.Count == 0)
            return taken;
        var texts = connection.Query(Read, row => (Message: (row.GetInt64(MessageQueries.ViewWidth), row.GetInt64(MessageQueries.ViewWidth + 1)), MessageQueries.View(row).Text), Rooms(taken), Seqs(taken))
            .Where(t => t.Text.Length > 0).ToDictionary(t => t.Message, t => (string?)t.Text);
        if (texts.Count > 0)
        {
            using var batch = new NpgsqlBatch(connection);
            TokenCommands.Add(batch, texts);
            batch.ExecuteNonQuery();
        }

        transaction.Commit();
        return taken;
    }

    private static long[] Rooms(List<(long Room, long Seq)> messages) => messages.Select(m => m.Room).ToArray();

    private static long[] Seqs(List<(long Room, long Seq)> messages) => messages.Select(m => m.Seq).ToArray();
}
