using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>A domain with bugs on PostgreSQL.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresFaultyDomainTests(PostgresCluster cluster) : FaultyDomainConformance
{
    private protected override TestStore Open(ILogger log) => TestStore.Postgres(cluster.NewDatabase(), log: log, more: [new FaultyTables()]);

    private protected override void Remove()
    {
    }
}
