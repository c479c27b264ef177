namespace AkkaRealtime.Tests.Rights;

/// <summary>Link previews on SQLite.</summary>
public sealed class SqlitePreviewSpecs : PreviewSpecs
{
    private protected override Task<RightsNode> StartAsync(IReadOnlyDictionary<string, string?> settings) => RightsNode.StartAsync(settings: settings);
}
