using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Tests.Topics;

public sealed class StartedOwnersTests
{
    private static readonly Topic Room = Topic.Of(new RoomId("r1"));

    [Fact]
    public void Tick_AnOwnerStarted_AsksAgainThreeTimes()
    {
        var started = new StartedOwners();
        started.Started(Room);
        var asked = new List<(int Tick, int Age)>();
        for (var tick = 1; tick <= 20; tick++)
            started.Tick(renew => asked.Add((tick, renew.Age)));
        Assert.Equal([(2, 2), (6, 6), (15, 15)], asked);
        Assert.False(started.Any);
    }

    [Fact]
    public void Tick_ItStartedAgain_CountsFromThere()
    {
        var started = new StartedOwners();
        started.Started(Room);
        for (var tick = 0; tick < 5; tick++)
            started.Tick(_ => { });
        started.Started(Room);
        var ages = new List<int>();
        for (var tick = 0; tick < 20; tick++)
            started.Tick(renew => ages.Add(renew.Age));
        Assert.Equal([2, 6, 15], ages);
    }
}
