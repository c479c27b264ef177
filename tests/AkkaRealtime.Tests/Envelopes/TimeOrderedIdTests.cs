using System.Collections.Concurrent;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Tests.Envelopes;

public sealed class TimeOrderedIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void New_IsAUuidOfVersion7WithItsTime()
    {
        var id = Guid.ParseExact(TimeOrderedId.New(Now), "N");
        Assert.Equal((7, 0b10), (id.Version, id.Variant >> 2));
        Assert.Equal(Guid.CreateVersion7(Now).ToString("N")[..12], id.ToString("N")[..12]);
    }

    [Fact]
    public void New_ALaterOne_SortsBehind() =>
        Assert.True(string.CompareOrdinal(TimeOrderedId.New(Now), TimeOrderedId.New(Now.AddMilliseconds(1))) < 0);

    [Fact]
    public void New_ManyAtOneMomentOnManyThreads_AreAllDifferent()
    {
        var ids = new ConcurrentDictionary<string, int>();
        Parallel.For(0, 20_000, _ => Assert.True(ids.TryAdd(TimeOrderedId.New(Now), 0)));
    }
}
