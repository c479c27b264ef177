using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Reports.Postgres;

/// <summary>What users have reported, in PostgreSQL.</summary>
internal sealed class PostgresReportTables : IPostgresTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 6;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "reports", typeof(PostgresReportTables).Assembly, $"{typeof(PostgresReportTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public IReadOnlyList<string> Scrubbed { get; } = ["reports"];

    /// <inheritdoc/>
    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresReportWriter();
}

/// <summary>Writes that of one batch.</summary>
internal sealed class PostgresReportWriter : PostgresTableWriter
{
    private readonly List<JournalEntry> _entries = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        if (entry is not (SaveReport or ResolveReport or ForgetReports))
            return null;
        _entries.Add(entry);
        return new Saved(entry);
    }

    /// <inheritdoc/>
    public override void AddCommands(NpgsqlBatch batch)
    {
        foreach (var entry in _entries)
            Add(batch, entry);
    }

    private static void Add(NpgsqlBatch batch, JournalEntry entry)
    {
        switch (entry)
        {
            case SaveReport { Report: var report }:
                // What another node writes right now is left to the next time.
                batch.Add(
                    "DELETE FROM reports WHERE id IN (SELECT id FROM reports WHERE at < $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)", (report.At - Report.Kept).ToUnixTimeMilliseconds());
                batch.Add(
                    "WITH head AS (UPDATE report_head SET n = n + 1 RETURNING n) " +
                    "INSERT INTO reports (id, room, message, author, by_user, at, reason, n) SELECT $1, $2, $3, $4, $5, $6, $7, head.n FROM head ON CONFLICT DO NOTHING",
                    report.Id,
                    report.Room.Value,
                    report.Message.Value,
                    report.Author.Value,
                    report.By.Value,
                    report.At.ToUnixTimeMilliseconds(),
                    Clean(report.Reason));
                break;
            case ResolveReport resolve:
                batch.Add("UPDATE reports SET resolved_at = $2, note = $3 WHERE id = $1", resolve.Id, resolve.At.ToUnixTimeMilliseconds(), Clean(resolve.Note));
                break;
            case ForgetReports forget:
                batch.Add("DELETE FROM reports WHERE by_user = $1 OR author = $1", forget.User.Value);
                break;
            default:
                break;
        }
    }

    private static string? Clean(string? text) => text is null ? null : PostgresRows.Clean(text);
}

/// <summary>Reads of it on PostgreSQL.</summary>
internal sealed class PostgresReportStore(PostgresReads reads) : IReportStore
{
    private const string Rows = "SELECT id, room, message, author, by_user, at, reason, resolved_at, note, n FROM reports";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Report>> ListAsync(bool resolved, string? after, int limit, CancellationToken cancel) => await reads.QueryAsync(
        resolved ? $"{Rows} WHERE id > $1 AND resolved_at IS NOT NULL ORDER BY id LIMIT $2" : $"{Rows} WHERE id > $1 AND resolved_at IS NULL ORDER BY id LIMIT $2",
        Read,
        cancel,
        after ?? "",
        (long)limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<Report?> FindAsync(string id, CancellationToken cancel) =>
        await reads.QueryAsync($"{Rows} WHERE id = $1", Read, cancel, id).ConfigureAwait(false) is [var found] ? found : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<NumberedReport>> AfterAsync(long after, int limit, CancellationToken cancel) => await reads.QueryAsync(
        $"{Rows} WHERE n > $1 ORDER BY n LIMIT $2", row => new NumberedReport(row.GetInt64(9), Read(row)), cancel, after, (long)limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<int> WaitingAsync(UserId by, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT count(*) FROM reports WHERE by_user = $1 AND resolved_at IS NULL", row => (int)row.GetInt64(0), cancel, by.Value).ConfigureAwait(false) is [var count] ? count : 0;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Report>> ByAsync(UserId by, string? after, int limit, CancellationToken cancel) => await reads.QueryAsync(
        $"{Rows} WHERE by_user = $1 AND id > $2 ORDER BY id LIMIT $3", Read, cancel, by.Value, after ?? "", (long)limit).ConfigureAwait(false);

    private static Report Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        new RoomId(row.GetString(1)),
        new MessageId(row.GetString(2)),
        new UserId(row.GetString(3)),
        new UserId(row.GetString(4)),
        row.Time(5),
        row.TextOrNull(6),
        row.TimeOrNull(7),
        row.TextOrNull(8));
}
