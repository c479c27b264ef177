using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Tests.Storage;

/// <summary>Tables of a domain that are made from chat's.</summary>
internal sealed class MemberCountTables : ISqliteTables, IPostgresTables
{
    public IReadOnlyList<MigrationScript> Migrations { get; } =
        [new("counts/0001_Counts.sql", "CREATE TABLE member_counts AS SELECT count(*) AS members FROM members;")];

    public TableWriter CreateWriter(SqliteSession session) => new Nothing();

    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new NothingYet();

    private sealed class Nothing : TableWriter;

    private sealed class NothingYet : PostgresTableWriter;
}
