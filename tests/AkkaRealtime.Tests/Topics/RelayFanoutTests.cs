using System.Diagnostics.Metrics;
using AkkaRealtime.Connections;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Tests.Topics;

public sealed class RelayFanoutTests : IDisposable
{
    private const int Connections = 1_000;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<RealtimeMetrics>().BuildServiceProvider();
    private readonly RelaySubscriptions _subscriptions = new();
    private readonly RelayFanout _fanout;
    private readonly TopicRelay _topic = new(Topic.Of(new RoomId("r1")), 0);
    private long _bytes;

    public RelayFanoutTests() =>
        _fanout = new RelayFanout(_subscriptions, _services.GetRequiredService<RealtimeMetrics>(), NullLogger.Instance);

    [Fact]
    public void Deliver_ManyConnections_AllocatesOneBufferAndNothingPerDelivery()
    {
        Subscribe(Connections);
        List<Publication> publications = [Event(1), Event(2)];
        _fanout.Deliver(_topic, publications);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _fanout.Deliver(_topic, publications);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(2L * Connections * 2 * 202, _bytes);
        Assert.InRange(allocated, 2 * 202, (2 * 202) + 200);
    }

    [Fact]
    public void Deliver_FaultyOutbox_CostsNobodyElseTheirDelivery()
    {
        Subscribe(1);
        var faulty = _subscriptions.Of(new UserId("eve"), new Faulty());
        _topic.AddMember(faulty, faulty.Add(_topic, TopicRelay.Aside));
        Subscribe(1);
        _fanout.Deliver(_topic, [Event(1)]);
        Assert.Equal(2 * 202, _bytes);
    }

    [Fact]
    public void Deliver_Counts_EachPublicationAtEachConnection()
    {
        long deliveries = 0;
        using var listener = new MeterListener { InstrumentPublished = (i, l) => l.EnableMeasurementEvents(i) };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            if (instrument.Name == "akkarealtime.deliveries" && instrument == _services.GetRequiredService<RealtimeMetrics>().Deliveries)
                deliveries += value;
        });
        listener.Start();
        Subscribe(3);
        _fanout.Deliver(_topic, [Event(1), Event(2)]);
        Assert.Equal(6, deliveries);
    }

    public void Dispose() => _services.Dispose();

    private static Publication Event(long seq) => new(Topic.Of(new RoomId("r1")), seq, new EncodedEnvelope(new byte[198]));

    private void Subscribe(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var subscriber = _subscriptions.Of(new UserId("alice"), new Counting(this));
            _topic.AddMember(subscriber, subscriber.Add(_topic, TopicRelay.Aside));
        }
    }

    private sealed class Counting(RelayFanoutTests owner) : IOutbox
    {
        public bool Write(EncodedEnvelope envelope) => true;

        public void TellLagging(Topic topic) => Write(SessionEvents.Lagging([topic]));

        public void Deliver(in SharedFrames frames) => owner._bytes += frames.Bytes.Length;
    }

    private sealed class Faulty : IOutbox
    {
        public bool Write(EncodedEnvelope envelope) => true;

        public void TellLagging(Topic topic) => Write(SessionEvents.Lagging([topic]));

        public void Deliver(in SharedFrames frames) => throw new InvalidOperationException("a bug");
    }
}
