using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

public sealed class CallRateLimitsTests
{
    private static readonly CallId Next = CallId.New(CallData.Room, CallData.At(60));

    [Fact]
    public void TakeReaction_MoreThanFingersDo_IsRateLimited()
    {
        var limits = new CallRateLimits(isOn: true);
        Assert.Equal(ErrorCode.RateLimited, Exhaust(limits)!.Code);
        Assert.Null(limits.TakeReaction(CallData.Id, CallData.Bob, CallData.At(0)));
        Assert.Null(limits.TakeSignal(CallData.Id, CallData.Alice, CallData.At(0)));
    }

    [Fact]
    public void TakeReaction_OfTheNextCall_BeginsAnew()
    {
        var limits = new CallRateLimits(isOn: true);
        Exhaust(limits);
        Assert.Null(limits.TakeReaction(Next, CallData.Alice, CallData.At(0)));
    }

    [Fact]
    public void TakeReaction_LimitsAreOff_NeverRefuses() => Assert.Null(Exhaust(new CallRateLimits(isOn: false)));

    private static RequestError? Exhaust(CallRateLimits limits)
    {
        RequestError? last = null;
        for (var i = 0; i < 50; i++)
            last = limits.TakeReaction(CallData.Id, CallData.Alice, CallData.At(0));
        return last;
    }
}
