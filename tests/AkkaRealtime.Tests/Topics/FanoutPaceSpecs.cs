using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Topics;

public sealed class FanoutPaceSpecs(ITestOutputHelper output) : RelaySpec(output)
{
    private const int Crowd = 500;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 0)]
    [InlineData(49, 0)]
    [InlineData(50, 1)]
    [InlineData(1_000, 20)]
    [InlineData(100_000, 25)]
    public void After_Members_IsTwiceTheirCostWithinBounds(int members, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), FanoutPace.After(members));

    [Fact]
    public void Should_deliver_the_first_of_a_crowd_at_once_and_gather_what_follows()
    {
        JoinCrowd();
        Relay.Tell(Batch(Event(1)));
        ExpectDelivered("a", "e1");
        Relay.Tell(Batch(Event(2)));
        Settle();
        Relay.Tell(Batch(Event(3)));
        ExpectNothing("a");
        Time.Advance(FanoutPace.After(Crowd) / 2);
        ExpectNothing("a");
        Time.Advance(FanoutPace.After(Crowd));
        Assert.Equal("e2 e3", On("a").ExpectMsg<Delivered>().Texts);
    }

    [Fact]
    public void Should_measure_how_long_what_was_published_took_pacing_included()
    {
        using var seconds = new Measured<double>(Metrics.FanoutSeconds);
        JoinCrowd();
        Relay.Tell(Batch(Event(1)));
        ExpectDelivered("a", "e1");
        Relay.Tell(Batch(Event(2)));
        Settle();
        var pause = FanoutPace.After(Crowd) * 2;
        Time.Advance(pause);
        ExpectDelivered("a", "e2");
        Settle();
        Assert.Equal([0, pause.TotalSeconds], seconds.Values.Select(value => value.Value));
    }

    [Fact]
    public void Should_deliver_at_once_again_after_a_pause()
    {
        JoinCrowd();
        Relay.Tell(Batch(Event(1)));
        ExpectDelivered("a", "e1");
        Settle();
        Time.Advance(FanoutPace.After(Crowd) * 2);
        Relay.Tell(Batch(Event(2)));
        ExpectDelivered("a", "e2");
    }

    [Fact]
    public void Should_never_let_a_small_room_wait()
    {
        JoinFirst("a", 0);
        for (var seq = 1; seq <= 3; seq++)
        {
            Relay.Tell(Batch(Event(seq)));
            ExpectDelivered("a", $"e{seq}");
        }
    }

    private void JoinCrowd()
    {
        JoinFirst("a", 0);
        for (var i = 0; i <= Crowd; i++)
            Relay.Tell(new Subscribe([KeyValuePair.Create(Topic, 0L)], new UserId($"u{i}"), new DeafOutbox()));
        Settle();
    }

    private sealed class DeafOutbox : IOutbox
    {
        public bool Write(EncodedEnvelope envelope) => true;

        public void TellLagging(Topic topic) => Write(SessionEvents.Lagging([topic]));

        public void Deliver(in SharedFrames frames)
        {
            // One of many.
        }
    }
}
