using AkkaRealtime.Connections;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Benchmarks.Micro;

/// <summary>From a publication to the outboxes, and from an outbox to a socket that takes everything.</summary>
internal sealed class DeliveryCases
{
    private const int Connections = 1_000;
    private const int Burst = 100;
    private static readonly Topic Room = Topic.Of(new RoomId("r1"));
    private readonly RelayFanout _fanout;
    private readonly TopicRelay _relay = new(Room, 0);
    private readonly List<Publication> _publication = [new(Room, 1, WireCases.Message(1).Encode())];
    private readonly Sink _sink = new();
    private readonly Outbox _outbox;
    private readonly SharedFrames _frames;

    public DeliveryCases(RealtimeMetrics metrics)
    {
        var subscriptions = new RelaySubscriptions();
        _fanout = new RelayFanout(subscriptions, metrics, NullLogger.Instance);
        for (var i = 0; i < Connections; i++)
        {
            var subscriber = subscriptions.Of(new UserId("alice"), new Nobody());
            _relay.AddMember(subscriber, subscriber.Add(_relay, TopicRelay.Aside));
        }

        _frames = new SharedFrames(Frames.Text(_publication[0].Envelope), 1, Room);
        _outbox = new Outbox(_sink, new OutboxLimits(new ConnectionOptions()), metrics, _sink);
        All =
        [
            new($"relay: hand a message to {Connections:N0} outboxes, each", Connections, () => _fanout.Deliver(_relay, _publication)),
            new($"outbox: {Burst} messages to the socket, each", Burst, Drain),
        ];
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<MicroCase> All { get; }

    private void Drain()
    {
        _sink.Expect((long)Burst * _frames.Bytes.Length);
        for (var i = 0; i < Burst; i++)
            _outbox.Deliver(in _frames);
        _sink.Wait();
    }

    private sealed class Nobody : IOutbox
    {
        public bool Write(EncodedEnvelope envelope) => true;

        public void Deliver(in SharedFrames frames)
        {
        }

        public void TellLagging(Topic topic)
        {
        }
    }

    // A socket that takes everything at once, and says when it has got it all.
    private sealed class Sink : ITransport, IOutboxOwner
    {
        private readonly object _lock = new();
        private long _left;

        public long NowMs => 0;

        public void Expect(long bytes)
        {
            lock (_lock)
                _left = bytes;
        }

        public void Wait()
        {
            lock (_lock)
            {
                while (_left > 0)
                    Monitor.Wait(_lock);
            }
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
        {
            lock (_lock)
            {
                _left -= bytes.Length;
                if (_left == 0)
                    Monitor.Pulse(_lock);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask<int> ReadAsync(Memory<byte> buffer) => ValueTask.FromResult(0);

        public void Abort()
        {
        }

        public void Complete()
        {
        }

        public void Overflowed()
        {
        }

        public void WriterEnded()
        {
        }
    }
}
