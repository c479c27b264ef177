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
    public void New_OnesOfTheSameMillisecond_SortInTheOrderOfTheirTimes() =>
        Assert.True(string.CompareOrdinal(TimeOrderedId.New(Now), TimeOrderedId.New(Now.AddMicroseconds(1))) < 0);

    [Fact]
    public void New_ManyAtOneMoment_SortInTheOrderInWhichTheyWereMade()
    {
        var ids = Enumerable.Range(0, 2_000).Select(_ => TimeOrderedId.New(Now)).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void New_MoreAtOneMomentThanThereIsOrderFor_AreOfThatMillisecondAndDifferent()
    {
        var ids = Enumerable.Range(0, 6_000).Select(_ => TimeOrderedId.New(Now)).ToList();
        Assert.Equal(6_000, ids.Distinct().Count());
        Assert.Single(ids.Select(id => id[..12]).Distinct());
    }

    [Fact]
    public void New_AfterTheClockWasSetBack_HasTheTimeThatItSays() =>
        Assert.Equal(TimeOrderedId.New(Now)[..12], (TimeOrderedId.New(Now.AddHours(1)), TimeOrderedId.New(Now)).Item2[..12]);

    [Fact]
    public void New_ManyAtOneMomentOnMomentOnManyThreads_AreAllDifferent()
    {
        var ids = new ConcurrentDictionary<string, int>();
        Parallel.For(0, 20_000, _ => Assert.True(ids.TryAdd(TimeOrderedId.New(Now), 0)));
    }
}
