namespace AkkaRealtime.Tests.Rights;

/// <summary>Saved messages on SQLite.</summary>
public sealed class SqliteBookmarkSpecs : BookmarkSpecs
{
    private protected override Task<RightsNode> StartAsync() => RightsNode.StartAsync();
}
