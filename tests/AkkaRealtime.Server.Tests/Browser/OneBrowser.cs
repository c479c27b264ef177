namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>
/// Browser tests run one after the other: the media of two calls at a time is too much for two cores. They share <see cref="Pages"/>; each test has people
/// of its own.
/// </summary>
[CollectionDefinition(nameof(OneBrowser))]
public sealed class OneBrowser : ICollectionFixture<Pages>;

/// <summary>Calls of six with all their pictures want both cores to themselves: they run when all the others are done.</summary>
[CollectionDefinition(nameof(NothingBeside), DisableParallelization = true)]
public sealed class NothingBeside;
