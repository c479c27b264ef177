using AkkaRealtime.Routing.Calls.Owner;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

public sealed class TellQueueTests
{
    private readonly TellQueue _queue = new();
    private readonly List<string> _told = [];

    [Fact]
    public void Release_WhatNeedsNotBeKept_IsToldAtOnce()
    {
        Add(0, "ring");
        Assert.Equal(0, _queue.Release(kept: 0, CallData.At(0)));
        Assert.Equal(["ring"], _told);
    }

    [Fact]
    public void Release_BehindWhatIsNotKept_Waits()
    {
        Add(1, "joined");
        Add(0, "media");
        _queue.Release(kept: 0, CallData.At(1));
        Assert.Empty(_told);
        _queue.Release(kept: 1, CallData.At(1));
        Assert.Equal(["joined", "media"], _told);
    }

    [Fact]
    public void Release_TheStoreTakesTooLong_TellsAllTheSameAndCountsIt()
    {
        Add(1, "joined");
        Assert.Equal(CallData.Start + TellQueue.MaxWait, _queue.Next);
        Assert.Equal(1, _queue.Release(kept: 0, CallData.Start + TellQueue.MaxWait));
        Assert.Equal(["joined"], _told);
        Assert.Null(_queue.Next);
    }

    [Fact]
    public void Clear_WhatHasNotComeAbout_IsRefusedToWhoeverAskedForIt()
    {
        Add(1, "joined");
        _queue.Add(1, () => _told.Add("reply"), CallData.Start, () => _told.Add("refused"));
        _queue.Clear();
        Assert.Equal(["refused"], _told);
        Assert.True(_queue.IsEmpty);
    }

    [Fact]
    public void Add_MoreThanMayWait_TellsTheOldest()
    {
        for (var i = 0; i < 300; i++)
            Add(1, $"{i}");
        Assert.Equal(Enumerable.Range(0, 44).Select(i => $"{i}"), _told);
    }

    [Fact]
    public void ReleaseAll_TheOwnerStops_TellsEverythingInOrder()
    {
        Add(1, "joined");
        Add(2, "ended");
        _queue.ReleaseAll();
        Assert.Equal(["joined", "ended"], _told);
        Assert.True(_queue.IsEmpty);
    }

    private void Add(long number, string what) => _queue.Add(number, () => _told.Add(what), CallData.At(0));
}
