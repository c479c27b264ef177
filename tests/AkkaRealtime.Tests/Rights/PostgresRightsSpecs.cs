using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Tests.Rights;

/// <summary>The rights on PostgreSQL, and from another node than the one that rooms were made on.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresRightsSpecs(PostgresCluster cluster) : RightsSpecs
{
    private protected override async Task<(RightsNode First, RightsNode Second)> StartAsync()
    {
        var database = cluster.NewDatabase();
        return (await RightsNode.StartAsync(database), await RightsNode.StartAsync(database));
    }
}
