using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Tests.Rights;

/// <summary>Scheduled messages on PostgreSQL.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresScheduleSpecs(PostgresCluster cluster) : ScheduleSpecs
{
    private protected override Task<RightsNode> StartAsync(IReadOnlyDictionary<string, string?> settings) => RightsNode.StartAsync(cluster.NewDatabase(), settings: settings);
}
