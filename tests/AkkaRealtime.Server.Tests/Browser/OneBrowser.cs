namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>
/// Browser tests run one after the other: two Chromiums and two servers are too much for two cores. They share <see cref="Pages"/>; each test has people of
/// its own.
/// </summary>
[CollectionDefinition(nameof(OneBrowser))]
public sealed class OneBrowser : ICollectionFixture<Pages>;
