using Akka.Actor;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Tests.Storage;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class RoomQueueTests
{
    private readonly RoomQueue _queue = new(TestMetrics.Instance);

    [Fact]
    public void TakeBatch_ManyMessages_IsBoundedAndInOrder()
    {
        for (var i = 0; i < 700; i++)
            Add(new ChatSendRequest(Id, $"k{i}", "hi"));

        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"k{i}"), KeysOf(_queue.TakeBatch()));
        Assert.Equal(Enumerable.Range(500, 200).Select(i => $"k{i}"), KeysOf(_queue.TakeBatch()));
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void TakeBatch_LongTexts_HoldsAboutAMegabyte()
    {
        for (var i = 0; i < 100; i++)
            Add(new ChatSendRequest(Id, $"k{i}", new string('x', 65_536)));

        Assert.Equal(16, _queue.TakeBatch().Commands.Count);
    }

    [Fact]
    public void TakeBatch_ManyMembers_HoldsAboutTwoThousand()
    {
        var users = Enumerable.Range(0, 1_000).Select(i => new AkkaRealtime.Envelopes.UserId($"u{i}")).ToList();
        for (var i = 0; i < 5; i++)
            Add(new ChatInviteRequest(Id, users));

        Assert.Equal(2, _queue.TakeBatch().Commands.Count);
    }

    [Fact]
    public void TakeBatch_CommandThatRewrites_IsABatchOfItsOwn()
    {
        Add(new ChatSendRequest(Id, "k1", "hi"));
        _queue.Add(new Waiting(ActorRefs.Nobody, new ExpireRoom(Id, Noon), 0));
        Add(new ChatSendRequest(Id, "k2", "hi"));

        Assert.Equal(["k1"], KeysOf(_queue.TakeBatch()));
        Assert.IsType<ExpireRoom>(_queue.TakeBatch().Rewrite);
        Assert.Equal(["k2"], KeysOf(_queue.TakeBatch()));
    }

    private static IEnumerable<string?> KeysOf(RoomBatch batch) =>
        batch.Commands.Select(c => ((ChatSendRequest)((RoomRequest)c.Command).Body).Key);

    private void Add(IRoomRequest body) => _queue.Add(new Waiting(ActorRefs.Nobody, new RoomRequest(Id, Caller(Alice), "1", body), 0));
}
