using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Tests.Envelopes;

public sealed class AwaitedRepliesTests
{
    private readonly AwaitedReplies _replies = new();

    [Fact]
    public void Take_AReplyThatIsWaitedFor_GoesOutOnceAndIsWaitedForNoMore()
    {
        var reply = _replies.Add("r\"1")!;
        Assert.True(_replies.Take(Error("r\"1")));
        Assert.False(reply.TryGiveUp());
        Assert.True(_replies.IsEmpty);
    }

    [Fact]
    public void Take_AReplyThatWasGivenUp_DoesNotGoOut()
    {
        Assert.True(_replies.Add("r1")!.TryGiveUp());
        Assert.False(_replies.Take(Error("r1")));
        Assert.True(_replies.Take(Error("r1")));
    }

    [Fact]
    public void Take_WhatIsNoReplyOrSomebodyElses_GoesOut()
    {
        Assert.True(_replies.Add("r1")!.TryGiveUp());
        Assert.True(_replies.Take(Error(null)));
        Assert.True(_replies.Take(Error("r2")));
        Assert.True(_replies.Take(new EncodedEnvelope("""{"type":"poll.opened","data":{}}"""u8.ToArray())));
        Assert.False(_replies.IsEmpty);
    }

    [Fact]
    public void Add_TheSameRefAgain_BeginsAnew()
    {
        Assert.True(_replies.Add("r1")!.TryGiveUp());
        _replies.Add("r1");
        Assert.True(_replies.Take(Error("r1")));
    }

    [Fact]
    public void Add_TooMany_ForgetsThoseThatWereGivenUpAndNoOthers()
    {
        Assert.True(_replies.Add("given up")!.TryGiveUp());
        for (var i = 1; i < AwaitedReplies.Max; i++)
            Assert.NotNull(_replies.Add($"r{i}"));
        Assert.NotNull(_replies.Add("last"));
        Assert.Null(_replies.Add("one too many"));
        Assert.True(_replies.Take(Error("given up")));
    }

    [Fact]
    public void Clear_Always_LeavesNobodyWaiting()
    {
        var reply = _replies.Add("r1")!;
        _replies.Clear();
        Assert.False(reply.Waits);
        Assert.True(_replies.IsEmpty);
    }

    private static EncodedEnvelope Error(string? @ref) => EnvelopeWriter.Error(RequestError.Failed, @ref);
}
