using Akka.Actor;
using AkkaRealtime.Routing.Chat.Owner;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class MarkQueueTests
{
    private readonly MarkQueue _queue = new();

    [Fact]
    public void Add_FirstOfAMember_IsToBeSavedNow()
    {
        Assert.True(_queue.Add(Alice, 5, 5, Waiter("1"), out var full));
        Assert.False(full);
        Assert.True(_queue.Any);
    }

    [Fact]
    public void Done_SeveralCameMeanwhile_GoTogetherAndOnlyForward()
    {
        _queue.Add(Alice, 5, 5, Waiter("1"), out _);
        Assert.False(_queue.Add(Alice, 9, 9, Waiter("2"), out _));
        Assert.False(_queue.Add(Alice, 7, 10, Waiter("3"), out _));

        Assert.Equal(["1"], _queue.Done(Alice, out var next).Select(w => w.Ref));

        Assert.Equal((9L, 10L), (next!.Read, next.Delivered));
        Assert.Equal(["2", "3"], _queue.Done(Alice, out next).Select(w => w.Ref));
        Assert.Null(next);
        Assert.False(_queue.Any);
    }

    [Fact]
    public void Add_AnotherMember_DoesNotWait()
    {
        _queue.Add(Alice, 5, 5, null, out _);

        Assert.True(_queue.Add(Bob, 5, 5, null, out _));
    }

    [Fact]
    public void Add_MoreThanMayWait_IsFullForRequestsOnly()
    {
        for (var i = 0; i < MarkQueue.MaxWaiting; i++)
            _queue.Add(Alice, i, i, Waiter($"{i}"), out _);

        Assert.False(_queue.Add(Bob, 1, 1, Waiter("over"), out var full));
        Assert.True(full);
        Assert.True(_queue.Add(Bob, 1, 1, null, out full));
        Assert.False(full);
    }

    private static MarkQueue.Waiter Waiter(string @ref) => new(ActorRefs.Nobody, @ref);
}
