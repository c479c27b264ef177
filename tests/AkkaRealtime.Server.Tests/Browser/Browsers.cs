namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>
/// Browser tests of calls run one after the other, in a browser of their own: the media of two calls at a time is too much for two cores. They share
/// <see cref="Pages"/>; each test has people of its own.
/// </summary>
[CollectionDefinition(nameof(CallBrowser))]
public sealed class CallBrowser : ICollectionFixture<Pages>;

/// <summary>Browser tests of everything else, beside those of calls, one after the other. They share <see cref="Pages"/>; each test has people of its own.</summary>
[CollectionDefinition(nameof(ChatBrowser))]
public sealed class ChatBrowser : ICollectionFixture<Pages>;

/// <summary>Calls of six with all their pictures want both cores to themselves: they run when all the others are done.</summary>
[CollectionDefinition(nameof(NothingBeside), DisableParallelization = true)]
public sealed class NothingBeside;
