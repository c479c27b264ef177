using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

public sealed class RateLimiterTests
{
    private readonly RateLimiter _signals = RateLimiter.OfSignals();

    [Fact]
    public void Take_AHundredAtOnce_AreGranted()
    {
        for (var n = 0; n < 100; n++)
            Assert.Null(_signals.Take("a", CallData.At(0)));
        Assert.Equal((ErrorCode.RateLimited, 50), (_signals.Take("a", CallData.At(0))?.Code, _signals.Take("a", CallData.At(0))?.RetryAfterMs));
    }

    [Fact]
    public void Take_InTheLongRun_TwentyASecond()
    {
        var granted = 0;
        for (var ms = 0; ms < 60_000; ms += 10)
            granted += _signals.Take("a", CallData.At(ms / 1_000.0)) is null ? 1 : 0;
        Assert.InRange(granted, 1_298, 1_300);
    }

    [Fact]
    public void Take_AnotherParticipant_HasItsOwn()
    {
        for (var n = 0; n < 101; n++)
            _signals.Take("a", CallData.At(0));
        Assert.Null(_signals.Take("b", CallData.At(0)));
    }

    [Fact]
    public void Take_Reactions_AreFew()
    {
        var reactions = RateLimiter.OfReactions();
        for (var n = 0; n < 10; n++)
            Assert.Null(reactions.Take("a", CallData.At(0)));
        Assert.Equal((ErrorCode.RateLimited, 500), (reactions.Take("a", CallData.At(0))?.Code, reactions.Take("a", CallData.At(0))?.RetryAfterMs));
        Assert.Null(reactions.Take("a", CallData.At(0.5)));
    }
}
