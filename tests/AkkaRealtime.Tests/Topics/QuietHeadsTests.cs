using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Tests.Topics;

public sealed class QuietHeadsTests
{
    private static readonly Address[] Relays = [Address.Parse("akka.tcp://akkarealtime@127.0.0.1:4100")];
    private static readonly Topic Room = Topic.Of(new RoomId("r1"));
    private readonly QuietHeads _quiet = new();

    [Fact]
    public void Tick_JustPublished_RepeatsNothing()
    {
        _quiet.Published(Room, 3, Relays);
        Assert.Empty(Tick());
    }

    [Fact]
    public void Tick_QuietSinceTheTickBefore_RepeatsTheHeadOnce()
    {
        _quiet.Published(Room, 3, Relays);
        Tick();
        Assert.Equal([new TopicHead(Room, 3)], Tick());
        Assert.Empty(Tick());
        Assert.False(_quiet.Any);
    }

    [Fact]
    public void Tick_PublishedAgain_WaitsForTheNextQuiet()
    {
        _quiet.Published(Room, 3, Relays);
        Tick();
        _quiet.Published(Room, 4, Relays);
        Assert.Empty(Tick());
        Assert.Equal([new TopicHead(Room, 4)], Tick());
    }

    private List<TopicHead> Tick()
    {
        var heads = new List<TopicHead>();
        _quiet.Tick((head, _) => heads.Add(head));
        return heads;
    }
}
