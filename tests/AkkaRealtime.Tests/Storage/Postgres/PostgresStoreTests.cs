using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>The conformance suite on PostgreSQL.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresStoreTests : StoreConformance
{
    private readonly string _database;

    public PostgresStoreTests(PostgresCluster cluster) => _database = cluster.NewDatabase();

    private protected override IStorage Open() =>
        PostgresStorage.Open(_database, Metrics, TimeProvider.System, NullLogger.Instance);

    private protected override void Remove()
    {
    }
}
