using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Reports.Sqlite;

/// <summary>What users have reported, in SQLite.</summary>
internal sealed class SqliteReportTables : ISqliteTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 6;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "reports", typeof(SqliteReportTables).Assembly, $"{typeof(SqliteReportTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public TableWriter CreateWriter(SqliteSession session) => new SqliteReportWriter(session);
}

/// <summary>Writes it, inside the transactions of the journal.</summary>
internal sealed class SqliteReportWriter(SqliteSession session) : TableWriter
{
    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveReport { Report: var report }:
                session["DELETE FROM reports WHERE at < ?1"].Bind(1, (report.At - Report.Kept).ToUnixTimeMilliseconds()).Run();
                session["UPDATE report_head SET n = n + 1"].Run();
                session["INSERT INTO reports (id, room, message, author, by_user, at, reason, n) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, n FROM report_head WHERE true ON CONFLICT DO NOTHING"]
                    .Bind(1, report.Id).Bind(2, report.Room.Value).Bind(3, report.Message.Value).Bind(4, report.Author.Value).Bind(5, report.By.Value)
                    .Bind(6, report.At.ToUnixTimeMilliseconds()).Bind(7, report.Reason).Run();
                return new Saved(entry);
            case ResolveReport resolve:
                session["UPDATE reports SET resolved_at = ?2, note = ?3 WHERE id = ?1"]
                    .Bind(1, resolve.Id).Bind(2, resolve.At.ToUnixTimeMilliseconds()).Bind(3, resolve.Note).Run();
                return new Saved(entry);
            case ForgetReports forget:
                session["DELETE FROM reports WHERE by_user = ?1 OR author = ?1"].Bind(1, forget.User.Value).Run();
                return new Saved(entry);
            default:
                return null;
        }
    }
}

/// <summary>Reads of it on SQLite.</summary>
internal sealed class SqliteReportStore(SqliteEngine engine) : IReportStore
{
    private const string Rows = "SELECT id, room, message, author, by_user, at, reason, resolved_at, note, n FROM reports";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Report>> ListAsync(bool resolved, string? after, int limit, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<Report>>(
        s => All(s[$"{Rows} WHERE id > ?1 AND (resolved_at IS NOT NULL) = ?2 ORDER BY id LIMIT ?3"].Bind(1, after ?? "").Bind(2, resolved ? 1 : 0).Bind(3, limit)), cancel);

    /// <inheritdoc/>
    public Task<Report?> FindAsync(string id, CancellationToken cancel) => engine.ReadUnloggedAsync(s => All(s[$"{Rows} WHERE id = ?1"].Bind(1, id)) is [var found] ? found : null, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NumberedReport>> AfterAsync(long after, int limit, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<NumberedReport>>(
        s =>
        {
            var row = s[$"{Rows} WHERE n > ?1 ORDER BY n LIMIT ?2"].Bind(1, after).Bind(2, limit);
            var all = new List<NumberedReport>();
            while (row.Step())
                all.Add(new NumberedReport(row.Number(9), Read(row)));
            return all;
        },
        cancel);

    /// <inheritdoc/>
    public Task<int> WaitingAsync(UserId by, CancellationToken cancel) => engine.ReadUnloggedAsync(
        s => s["SELECT count(*) FROM reports WHERE by_user = ?1 AND resolved_at IS NULL"].Bind(1, by.Value) is var row && row.Step() ? (int)row.Number(0) : 0, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Report>> ByAsync(UserId by, string? after, int limit, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<Report>>(
        s => All(s[$"{Rows} WHERE by_user = ?1 AND id > ?2 ORDER BY id LIMIT ?3"].Bind(1, by.Value).Bind(2, after ?? "").Bind(3, limit)), cancel);

    private static List<Report> All(SqliteStatement row)
    {
        var all = new List<Report>();
        while (row.Step())
            all.Add(Read(row));
        return all;
    }

    private static Report Read(SqliteStatement row) => new(
        row.Text(0),
        new RoomId(row.Text(1)),
        new MessageId(row.Text(2)),
        new UserId(row.Text(3)),
        new UserId(row.Text(4)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.Number(5)),
        row.TextOrNull(6),
        row.NumberOrNull(7) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        row.TextOrNull(8));
}
