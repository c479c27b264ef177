namespace AkkaRealtime.Tests.Rights;

/// <summary>The rights on SQLite.</summary>
public sealed class SqliteRightsSpecs : RightsSpecs
{
    private protected override async Task<(RightsNode First, RightsNode Second)> StartAsync()
    {
        var node = await RightsNode.StartAsync();
        return (node, node);
    }
}
