using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Tests.Rights;

/// <summary>Forwarding on PostgreSQL.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresForwardSpecs(PostgresCluster cluster) : ForwardSpecs
{
    private protected override Task<RightsNode> StartAsync() => RightsNode.StartAsync(cluster.NewDatabase());
}
