using AkkaRealtime.Routing.Chat.Previews;

namespace AkkaRealtime.Tests.Routing.Chat.Previews;

public sealed class FetchQueueTests
{
    [Fact]
    public async Task Queue_OverWhatAHostMay_LetsOthersPass_AndThenGoesInOrder()
    {
        var queue = new FetchQueue(3, 2, 10);
        Assert.All([queue.EnterAsync("slow"), queue.EnterAsync("slow")], turn => Assert.True(turn.IsCompletedSuccessfully));
        var (third, fourth) = (queue.EnterAsync("slow"), queue.EnterAsync("slow"));
        Assert.True(queue.EnterAsync("other").IsCompletedSuccessfully);
        Assert.False(third.IsCompleted);

        queue.Leave("slow");
        Assert.True(await third);
        Assert.False(fourth.IsCompleted);
        queue.Leave("other");
        Assert.False(fourth.IsCompleted);
        queue.Leave("slow");
        Assert.True(await fourth);
        Assert.Equal(0, queue.Waiting);
    }

    [Fact]
    public async Task Queue_ThatIsFull_TurnsAway()
    {
        var queue = new FetchQueue(1, 1, 1);
        Assert.True(await queue.EnterAsync("a"));
        var waiting = queue.EnterAsync("b");
        Assert.False(await queue.EnterAsync("c"));
        queue.Leave("a");
        Assert.True(await waiting);
    }
}
