using Akka.Actor;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Tests.Topics;

public sealed class TopicInterestTests
{
    private static readonly Address Here = Address.Parse("akka.tcp://akkarealtime@127.0.0.1:4100");
    private static readonly Address There = Address.Parse("akka.tcp://akkarealtime@127.0.0.1:4200");
    private readonly TopicInterest _interest = new(Here);

    [Fact]
    public void Add_LocalRelay_IsThisNode()
    {
        Assert.True(_interest.Add(Address.Parse("akka://akkarealtime")));
        Assert.Equal([Here], _interest.Relays);
    }

    [Fact]
    public void Add_Twice_IsKeptOnce()
    {
        _interest.Add(There);
        Assert.False(_interest.Add(There));
        Assert.Equal([There], _interest.Relays);
    }

    [Fact]
    public void Remove_LastRelay_LeavesNobody()
    {
        _interest.Add(There);
        Assert.True(_interest.Remove(There));
        Assert.False(_interest.Any);
    }

    [Fact]
    public void Relays_HandedOver_NeverChange()
    {
        _interest.Add(Here);
        var before = _interest.Relays;
        _interest.Add(There);
        _interest.Remove(Here);
        Assert.Equal([Here], before);
    }
}
