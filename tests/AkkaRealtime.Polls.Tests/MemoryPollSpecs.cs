using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.TestKit;

namespace AkkaRealtime.Polls.Tests;

/// <summary>Polls on the store in memory.</summary>
public sealed class MemoryPollSpecs : PollSpecs
{
    protected override Type Engine => typeof(MemoryEngine);

    protected override Task<RealtimeTestNode> StartAsync() => RealtimeTestNode.StartAsync(realtime: realtime =>
    {
        realtime.Services.AddMemoryStore();
        realtime.Domain<PollsDomain>();
    });
}
