namespace AkkaRealtime.Tests.Rights;

/// <summary>Scheduled messages on SQLite.</summary>
public sealed class SqliteScheduleSpecs : ScheduleSpecs
{
    private protected override Task<RightsNode> StartAsync(IReadOnlyDictionary<string, string?> settings) => RightsNode.StartAsync(settings: settings);
}
