using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Tests.Rights;

/// <summary>Link previews on PostgreSQL.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresPreviewSpecs(PostgresCluster cluster) : PreviewSpecs
{
    private protected override Task<RightsNode> StartAsync(IReadOnlyDictionary<string, string?> settings) => RightsNode.StartAsync(cluster.NewDatabase(), settings: settings);
}
