using AkkaRealtime.Server.Tests.Browser;
using AkkaRealtime.Server.Tests.Containers;
using AkkaRealtime.Server.Tests.Hosting;
using AkkaRealtime.Server.Tests.Support;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("AkkaRealtime.Server.Tests.Support." + nameof(LongestFirst), "AkkaRealtime.Server.Tests")]

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>
/// Three collections run side by side (xunit.runner.json): on two cores, since most of them wait now and then. The long ones begin first, so that none of
/// them is left alone at the end.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [nameof(CallBrowser), nameof(ChatBrowser), nameof(ContainerTests), StoppedPostgres.Name, nameof(CallNetworkPageTests), nameof(StartTests)];

    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(c => Array.FindIndex(Long, name => c.DisplayName.Contains(name, StringComparison.Ordinal)) is >= 0 and var place ? place : Long.Length);
}
