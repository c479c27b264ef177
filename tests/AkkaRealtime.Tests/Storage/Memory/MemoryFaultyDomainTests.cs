using AkkaRealtime.Storage.Memory;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Tests.Storage.Memory;

/// <summary>A domain with bugs on the store in memory.</summary>
public sealed class MemoryFaultyDomainTests : FaultyDomainConformance
{
    private protected override TestStore Open(ILogger log) =>
        TestStore.Memory(new MemoryEngine([.. TestStore.MemoryTables, new FaultyTables()], TestMetrics.Instance, log));

    private protected override void Remove()
    {
    }
}
