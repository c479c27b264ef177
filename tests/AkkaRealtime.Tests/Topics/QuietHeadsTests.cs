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
    public void Tick_QuietSinceTheTickBefore_RepeatsTheHeadAfterPausesThatGrow()
    {
        _quiet.Published(Room, 3, Relays);
        List<int> repeated = [.. Enumerable.Range(1, 40).Where(_ => Tick() is [{ Seq: 3 }])];
        Assert.Equal([2, 4, 8, 16], repeated);
        Assert.False(_quiet.Any);
    }

    [Fact]
    public void Tick_PublishedAgainBetweenRepetitions_RepeatsTheNewHeadOnly()
    {
        _quiet.Published(Room, 3, Relays);
        Tick();
        Tick();
        _quiet.Published(Room, 4, Relays);
        Assert.All(Enumerable.Range(0, 40).SelectMany(_ => Tick()), head => Assert.Equal(4, head.Seq));
    }

    [Fact]
    public void Tick_OnlyThisNodeFollows_RepeatsTheHeadOnce()
    {
        var quiet = new QuietHeads(Relays[0]);
        quiet.Published(Room, 3, Relays);
        var repeated = 0;
        for (var tick = 0; tick < 40; tick++)
            quiet.Tick((_, _) => repeated++);
        Assert.Equal(1, repeated);
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
