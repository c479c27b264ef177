using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Topics;

/// <summary>A relay among probes: the owner (for its shard region), the mediator, the connections, and a log that answers when the spec says so.</summary>
public abstract class RelaySpec : VirtualTimeSpec
{
    internal static readonly RoomId Room = new("r1");
    internal static readonly Topic Topic = Topic.Of(Room);
    internal static readonly UserId Alice = new("alice");
    internal static readonly UserId Bob = new("bob");
    private readonly Dictionary<string, TestProbe> _connections = [];

    protected RelaySpec(ITestOutputHelper output)
        : base(output)
    {
        Owner = CreateTestProbe("owner");
        MediatorProbe = CreateTestProbe("mediator");
        var settings = new RelayServices(
            Address.Parse("akka.tcp://akkarealtime@127.0.0.1:4100"),
            MediatorProbe,
            new TopicOwners([new TopicOwner(TopicKind.Room, () => Owner.Ref, new RoomLog(this)), new TopicOwner(TopicKind.User, () => Owner.Ref)]),
            Metrics,
            NullLogger.Instance,
            null)
        {
            Time = Time,
        };
        Reads = CreateTestProbe("reads");
        Relay = Sys.ActorOf(RelayActor.Props(settings), TopicNames.RelayActor);
    }

    internal RealtimeMetrics Metrics { get; } = new(new Meters());

    protected TestProbe Owner { get; }

    protected TestProbe MediatorProbe { get; }

    protected TestProbe Reads { get; }

    protected IActorRef Relay { get; }

    internal TaskCompletionSource<IReadOnlyList<Publication>> LogRead { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal bool LogThrows { get; set; }

    internal TopicAudience Audience { get; set; } = TopicAudience.Of([Alice, Bob]);

    internal static EncodedEnvelope Text(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    internal static Publication Event(long seq, UserId? leaves = null) => new(Topic, seq, Text($"e{seq}"), leaves);

    internal static Publication Volatile(string text) => new(Topic, 0, Text(text));

    internal static Publication ForMembers(string text) => Volatile(text) with { MembersOnly = true };

    internal static PublicationBatch Batch(params Publication[] publications) => new(publications);

    /// <summary>What the connection called <paramref name="name"/> gets.</summary>
    internal TestProbe On(string name)
    {
        if (!_connections.TryGetValue(name, out var probe))
            probe = _connections[name] = CreateTestProbe(name);
        return probe;
    }

    /// <summary>A connection comes that has everything up to <paramref name="head"/>.</summary>
    internal IOutbox Join(string name, long head, UserId? user = null, bool watches = false)
    {
        var outbox = new FakeOutbox(On(name), name);
        Enter(outbox, head, user, watches);
        return outbox;
    }

    /// <summary>A connection that is there comes to the topic, once more perhaps.</summary>
    internal void Enter(IOutbox outbox, long head, UserId? user = null, bool watches = false) =>
        Relay.Tell(new Subscribe([KeyValuePair.Create(Topic, head)], user ?? Alice, outbox, watches));

    /// <summary>The same for the first connection: the owner hears of it and says that nothing is missing.</summary>
    internal IOutbox JoinFirst(string name, long head, UserId? user = null)
    {
        var outbox = Join(name, head, user);
        ExpectAsked(head);
        Relay.Tell(new Head(Topic, head, [], false), Owner);
        return outbox;
    }

    /// <summary>The owner is asked for what comes after <paramref name="lastSeq"/>.</summary>
    internal Interest ExpectAsked(long lastSeq, Topic? topic = null)
    {
        var asked = Owner.ExpectMsg<Interest>();
        Assert.Equal((topic ?? Topic, lastSeq), (asked.Topic, asked.LastSeq));
        return asked;
    }

    /// <summary>What is delivered to <paramref name="name"/> next, text by text, in however many buffers.</summary>
    internal void ExpectDelivered(string name, string texts)
    {
        var expected = texts.Split(' ').ToList();
        while (expected.Count > 0)
        {
            foreach (var text in On(name).ExpectMsg<Delivered>().Texts.Split(' '))
            {
                Assert.Equal(expected[0], text);
                expected.RemoveAt(0);
            }
        }
    }

    /// <summary>Nothing is delivered to <paramref name="name"/> by all that the relay was told.</summary>
    internal void ExpectNothing(string name)
    {
        Settle();
        On(name).ExpectNoMsg(TimeSpan.Zero);
    }

    /// <summary>Comes back when the relay has handled all that it was told before, flushes included.</summary>
    internal void Settle()
    {
        var probe = CreateTestProbe();
        for (var i = 0; i < 3; i++)
        {
            Relay.Tell(new Identify(null), probe);
            probe.ExpectMsg<ActorIdentity>();
        }
    }

    private sealed class RoomLog(RelaySpec spec) : ITopicLog
    {
        public Task<IReadOnlyList<Publication>> ReadAsync(string id, long after, long upTo)
        {
            Assert.Equal(Room.Value, id);
            spec.Reads.Tell((after, upTo));
            return spec.LogThrows ? throw new InvalidOperationException("down") : spec.LogRead.Task;
        }

        public Task<TopicAudience> AudienceAsync(string id) => Task.FromResult(spec.Audience);
    }

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
