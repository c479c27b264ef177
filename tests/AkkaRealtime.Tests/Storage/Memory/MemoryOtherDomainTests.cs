using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Tests.Storage.Memory;

/// <summary>Another domain on the store in memory.</summary>
public sealed class MemoryOtherDomainTests : OtherDomainConformance
{
    private MemoryEngine? _engine;

    private protected override TestStore Open(bool withPolls)
    {
        _engine ??= new MemoryEngine([.. TestStore.MemoryTables, new PollTables()], TestMetrics.Instance);
        _engine.Reopen();
        return TestStore.Memory(_engine);
    }

    private protected override void Remove()
    {
    }
}
