using AkkaRealtime.Server.Memory;

namespace AkkaRealtime.Server.Tests.Hosting;

public sealed class QuietTimeTests
{
    private const long MB = 1_048_576;
    private readonly QuietTime _quiet = new();
    private long _allocated;

    [Fact]
    public void Look_AfterABusyTime_CollectsOnceItHasBeenQuietForTwoLooks()
    {
        Assert.False(Allocate(100 * MB));
        Assert.False(Allocate(0));
        Assert.True(Allocate(0));
        for (var i = 0; i < 1_000; i++)
            Assert.False(Allocate(1_000));
    }

    [Fact]
    public void Look_WhileItIsBusy_NeverCollects()
    {
        for (var i = 0; i < 1_000; i++)
            Assert.False(Allocate(i % 2 == 0 ? 2 * MB : 0));
    }

    [Fact]
    public void Look_LittleAllocatedOverALongTime_CollectsSeldom()
    {
        var collected = Enumerable.Range(0, 1_000).Count(_ => Allocate(MB / 10));
        Assert.InRange(collected, 1, 7);
    }

    private bool Allocate(long bytes) => _quiet.Look(_allocated += bytes);
}
