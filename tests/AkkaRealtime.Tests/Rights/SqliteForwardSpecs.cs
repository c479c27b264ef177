namespace AkkaRealtime.Tests.Rights;

/// <summary>Forwarding on SQLite.</summary>
public sealed class SqliteForwardSpecs : ForwardSpecs
{
    private protected override Task<RightsNode> StartAsync() => RightsNode.StartAsync();
}
