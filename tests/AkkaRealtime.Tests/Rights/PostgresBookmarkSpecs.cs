using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Tests.Rights;

/// <summary>Saved messages on PostgreSQL.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresBookmarkSpecs(PostgresCluster cluster) : BookmarkSpecs
{
    private protected override Task<RightsNode> StartAsync() => RightsNode.StartAsync(cluster.NewDatabase());
}
