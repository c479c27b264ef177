using Akka.Actor;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Tests.Topics;

public sealed class TopicOwnersTests
{
    private static readonly Topic Room = new(TopicKind.Room, "r1");
    private static readonly Topic Unkept = new(TopicKind.User, "alice");

    private readonly TopicOwners _owners = new(
    [
        new TopicOwner(TopicKind.Room, () => throw new InvalidOperationException("not started"), new BrokenLog()),
        new TopicOwner(TopicKind.User, () => ActorRefs.Nobody),
    ]);

    [Fact]
    public async Task Read_LogThatThrowsAtOnce_FailsTheTask()
    {
        var (read, audience) = (_owners.ReadAsync(Room, 0, 1), _owners.AudienceAsync(Room));
        await Assert.ThrowsAsync<InvalidOperationException>(() => read);
        await Assert.ThrowsAsync<InvalidOperationException>(() => audience);
    }

    [Fact]
    public async Task Read_KindThatKeepsNothing_FailsTheTask()
    {
        var read = _owners.ReadAsync(Unkept, 0, 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => read);
    }

    [Fact]
    public void Of_RegionThatCanNotBeFound_IsNobodyForNow()
    {
        Assert.Equal(ActorRefs.Nobody, _owners.Of(TopicKind.Room));
        Assert.Equal(ActorRefs.Nobody, _owners.Of(new TopicKind(99)));
    }

    private sealed class BrokenLog : ITopicLog
    {
        public Task<IReadOnlyList<Publication>> ReadAsync(string id, long after, long upTo) => throw new InvalidOperationException("down");

        public Task<TopicAudience> AudienceAsync(string id) => throw new InvalidOperationException("down");
    }
}
