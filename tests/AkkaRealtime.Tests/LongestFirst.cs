using AkkaRealtime.Tests.Storage.Postgres;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("AkkaRealtime.Tests." + nameof(AkkaRealtime.Tests.LongestFirst), "AkkaRealtime.Tests")]

namespace AkkaRealtime.Tests;

/// <summary>
/// Four collections run side by side (xunit.runner.json). Those on PostgreSQL mostly wait for it, and are the longest by far: they begin first, beside what uses the
/// processor, instead of being left alone at the end.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [nameof(PostgresStoreTests), PostgresTests.Name];

    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(c => Array.FindIndex(Long, name => c.DisplayName.Contains(name, StringComparison.Ordinal)) is >= 0 and var place ? place : Long.Length);
}
