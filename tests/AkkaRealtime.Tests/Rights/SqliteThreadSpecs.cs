namespace AkkaRealtime.Tests.Rights;

/// <summary>Threads that one follows on SQLite.</summary>
public sealed class SqliteThreadSpecs : ThreadSpecs
{
    private protected override Task<RightsNode> StartAsync() => RightsNode.StartAsync();
}
