using AkkaRealtime.Routing.Calls.Queries;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Store;

namespace AkkaRealtime.Tests.Routing.Calls.Queries;

public sealed class CallHistoryEntriesTests
{
    [Fact]
    public void Of_ADeclinedCall_IsNotMissed()
    {
        var call = CallData.RingingOne().Decline(CallData.Bob, null, CallData.At(3)).Call;
        Assert.False(CallHistoryEntries.Of(Stored(call), CallData.Bob.User)!.Missed);
    }

    [Fact]
    public void Of_MissedAndThenJoined_IsNotMissed()
    {
        var call = CallData.ActiveGroup().Advance(CallData.Rules, CallData.At(45)).Call;
        Assert.True(CallHistoryEntries.Of(Stored(call), CallData.Carol.User)!.Missed);
        var joined = call.Join(CallData.Carol, "", CallData.At(50)).Call;
        Assert.False(CallHistoryEntries.Of(Stored(joined), CallData.Carol.User)!.Missed);
    }

    private static StoredCall Stored(Call call) => new(call.Id, call.Room, true, call.StartedAt, StoredCalls.Encode(call, CallData.At(10)));
}
