using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Tests.Rights;

/// <summary>Threads that one follows on PostgreSQL.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresThreadSpecs(PostgresCluster cluster) : ThreadSpecs
{
    private protected override Task<RightsNode> StartAsync() => RightsNode.StartAsync(cluster.NewDatabase());
}
