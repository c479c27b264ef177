namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>Another domain on PostgreSQL.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresOtherDomainTests : RemovedDomainConformance
{
    private readonly string _database;

    public PostgresOtherDomainTests(PostgresCluster cluster) => _database = cluster.NewDatabase();

    private protected override TestStore Open(bool withPolls) => TestStore.Postgres(_database, more: withPolls ? [new PollTables()] : []);

    private protected override void Remove()
    {
    }
}
