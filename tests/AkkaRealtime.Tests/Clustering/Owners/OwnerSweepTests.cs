using Akka.Actor;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Tests.Clustering.Owners;

public sealed class OwnerSweepTests
{
    private readonly OwnerRegion _rooms = new("rooms", 10);
    private readonly List<int> _asked = [];
    private readonly List<string?> _givenUp = [];
    private readonly OwnerSweep _sweep;
    private long _now;

    public OwnerSweepTests() => _sweep = new OwnerSweep((_, shard) => _asked.Add(shard), (_, key) => _givenUp.Add(key));

    [Fact]
    public void Sweep_AnswersThatComeSoon_AsksNobody()
    {
        for (var i = 0; i < 100; i++)
        {
            Wait($"r{i}", shard: i % 10).TryAnswer();
            Pass(OwnerSweep.EveryMs);
        }

        Assert.Empty(_asked);
    }

    [Fact]
    public void Sweep_AShardThatSaysNothing_GivesUpWithinASecond()
    {
        Pass(1);
        Wait("r1", shard: 3);
        Wait("r2", shard: 4);
        while (_givenUp.Count == 0)
        {
            Pass(OwnerSweep.EveryMs);
            if (_asked.Contains(4))
                _sweep.Reached(_rooms, 4, _now);
        }

        Assert.Equal(["r1"], _givenUp);
        Assert.InRange(_now, OwnerSweep.AwayAfterMs, 1_000);
        Assert.Equal((true, false, 1), (_rooms.IsAway(3), _rooms.IsAway(4), _sweep.Away));
    }

    [Fact]
    public void Sweep_ASlowOwnerWhoseShardIsThere_IsWaitedFor()
    {
        Wait("r1", shard: 3);
        for (var i = 0; i < 100; i++)
        {
            var asked = _asked.Count;
            Pass(OwnerSweep.EveryMs);
            if (_asked.Count > asked)
                _sweep.Reached(_rooms, 3, _now);
        }

        Assert.Empty(_givenUp);
        Assert.InRange(_asked.Count, 2, 50);
    }

    [Fact]
    public void Sweep_AnAnswerThatWasThereFirst_IsNotGivenUp()
    {
        var reply = Wait("r1", shard: 3);
        Pass(300);
        Assert.True(reply.TryAnswer());
        Pass(600);
        Assert.Empty(_givenUp);
    }

    [Fact]
    public void Reached_AShardThatWasAway_IsThereAgain()
    {
        Wait("r1", shard: 3);
        Pass(300);
        Pass(600);
        _asked.Clear();
        Pass(300);
        Assert.Equal([3], _asked);
        _sweep.Reached(_rooms, 3, _now);
        Assert.Equal((false, 0), (_rooms.IsAway(3), _sweep.Away));
        _asked.Clear();
        Pass(300);
        Assert.Empty(_asked);
    }

    [Fact]
    public void Sweep_ALostAnswerOfAShardThatIsThere_IsForgottenInTheEnd()
    {
        Wait("r1", shard: 3);
        Pass(300);
        _sweep.Reached(_rooms, 3, _now);
        Pass(OwnerSweep.ForgetAfterMs);
        _asked.Clear();
        Pass(300);
        Assert.Empty(_asked);
        Assert.Empty(_givenUp);
    }

    private AwaitedReply Wait(string key, int shard)
    {
        var reply = new AwaitedReply();
        _sweep.Add(new Awaited(_rooms, shard, reply, ActorRefs.Nobody, key), _now);
        return reply;
    }

    private void Pass(long ms)
    {
        _now += ms;
        _sweep.Sweep(_now);
    }
}
