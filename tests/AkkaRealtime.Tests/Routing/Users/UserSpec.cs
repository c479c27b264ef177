using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Clustering;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Sessions;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Sessions.Revoking.Memory;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users;

/// <summary>One user's entity under a probe that stands for its shard; connections and the relay are probes.</summary>
public abstract class UserSpec : VirtualTimeSpec
{
    private readonly ServiceProvider _metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();

    protected UserSpec(ITestOutputHelper output)
        : base(output)
    {
        Metrics = new RealtimeMetrics(_metrics.GetRequiredService<IMeterFactory>());
        Shard = CreateTestProbe("shard");
        Router = CreateTestProbe("router");
        Relay = CreateTestProbe("relay");
        Router.IgnoreMessages(m => m is RenewInterest);
    }

    protected static UserId Alice { get; } = new("alice");

    internal RealtimeMetrics Metrics { get; }

    protected TestProbe Shard { get; }

    protected TestProbe Router { get; }

    protected TestProbe Relay { get; }

    internal SpecStore Store { get; set; } = new();

    internal Revocations Revocations { get; } = new();

    internal LiveCallsFake LiveCalls { get; } = new();

    internal AwayFake Away { get; } = new();

    internal StatusOptions Options { get; } = new();

    protected static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    protected static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    protected IActorRef NewUser(string id = "alice") => Shard.ChildActorOf(
        Producer.Of(() => new UserActor(new UserId(id), Services())).WithMailbox(LeanMailbox.Id));

    /// <summary>A connection that has been told that its session is open; what the entity does after that answer (it saves the name) is done as well.</summary>
    protected async Task<TestProbe> ConnectAsync(IActorRef user, string session, string device = "laptop")
    {
        var connection = CreateTestProbe();
        user.Tell(new OpenSession(Alice, "Alice", new DeviceId(device), new SessionId(session)), connection);
        Assert.Equal(session, (await connection.ExpectMsgAsync<SessionOpened>()).Session.Value);
        await ReportAsync(user);
        return connection;
    }

    /// <summary>What the entity reports; also: everything told to it before has been dealt with, and so has what the journal answered to that.</summary>
    internal async Task<StatusReport> ReportAsync(IActorRef user)
    {
        var asker = CreateTestProbe();
        user.Tell(new GetStatus(Alice, 6), asker);
        Assert.Equal(6, (await asker.ExpectMsgAsync<StatusAnswer>()).Token);
        user.Tell(new GetStatus(Alice, 7), asker);
        var answer = await asker.ExpectMsgAsync<StatusAnswer>();
        Assert.Equal(7, answer.Token);
        return answer.Report;
    }

    internal async Task<StatusView> SeenAsync(IActorRef user) => (await ReportAsync(user)).Seen;

    /// <summary>Has the relay follow the user; the status at that moment.</summary>
    internal async Task<StatusReport> FollowAsync(IActorRef user)
    {
        user.Tell(new Interest(Topic.Of(Alice), 0), Relay);
        var head = await Relay.ExpectMsgAsync<Head>();
        return ReportOf(Assert.Single(head.Missed));
    }

    internal static StatusReport ReportOf(Publication publication)
    {
        Assert.True(publication.IsVolatile);
        return StatusReport.Decode(publication.Envelope);
    }

    internal async Task<StatusReport> PublishedAsync() => ReportOf(Assert.Single((await Router.ExpectMsgAsync<Broadcast>()).Publications));

    /// <summary>A call rings, or renews its ring; what its owner is told.</summary>
    internal async Task<RingOutcome> RingAsync(IActorRef user, UserCall call, DateTimeOffset until, TestProbe? ringer = null)
    {
        ringer ??= CreateTestProbe();
        user.Tell(new RingUser(Alice, call, UserData.Incoming(call.Id.Value["room.".Length..]), until), ringer);
        var answer = await ringer.ExpectMsgAsync<RingAnswer>();
        Assert.Equal((call.Id, Alice), (answer.Call, answer.User));
        return answer.Outcome;
    }

    /// <summary>Whether the user may enter a call.</summary>
    internal async Task<bool> EnterAsync(IActorRef user, UserCall call)
    {
        var asker = CreateTestProbe();
        user.Tell(new EnterCall(Alice, call), asker);
        return (await asker.ExpectMsgAsync<EnterCallAnswer>()).Allowed;
    }

    /// <summary>The calls that the <c>session.ready</c> of a device which connects now would name.</summary>
    internal async Task<IReadOnlyList<EncodedJson>> CallsAsync(IActorRef user, string session)
    {
        var connection = CreateTestProbe();
        user.Tell(new OpenSession(Alice, "Alice", new DeviceId(session), new SessionId(session)), connection);
        return (await connection.ExpectMsgAsync<SessionOpened>()).Calls;
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _metrics.Dispose();
    }

    private UserServices Services() => new(
        Store.Users,
        Store.Chat,
        Store,
        LiveCalls,
        Time,
        Options,
        Metrics,
        Router,
        Address.Parse("akka.tcp://akkarealtime@127.0.0.1:4100"),
        new Revoker(
            new JournalPromise(Store),
            new RevocationFeed(new MemoryRevocationStore(Store.Engine), Revocations, Time, NullLogger<RevocationFeed>.Instance, isShared: false),
            Time,
            _ => { }),
        NullLogger.Instance)
    {
        Away = Away,
    };

    /// <summary>What devices without a connection were told.</summary>
    internal sealed class AwayFake : IAwayDevices
    {
        /// <summary>In order; null: it rings.</summary>
        public ConcurrentQueue<(CallId Call, AwayRingEnd? End)> Told { get; } = new();

        public void Ring(AwayRing ring) => Told.Enqueue((ring.Call.Id, null));

        public void Silence(AwayRing ring, AwayRingEnd end) => Told.Enqueue((ring.Call.Id, end));
    }

    /// <summary>What the domain of calls knows of the user's calls.</summary>
    internal sealed class LiveCallsFake : ILiveCalls
    {
        /// <summary>The user's calls.</summary>
        public List<ResumedCall> Calls { get; } = [];

        /// <summary>Whom calls were told to let go.</summary>
        public ConcurrentQueue<(UserId User, CallId Call)> SignedOut { get; } = new();

        /// <summary>Whose rings were stopped, and why.</summary>
        public ConcurrentQueue<(UserId User, CallId Call, RingOutcome Outcome)> Stopped { get; } = new();

        /// <summary>Whose owners were woken.</summary>
        public ConcurrentQueue<CallId> Woken { get; } = new();

        public void Wake(UserId user, CallId call) => Woken.Enqueue(call);

        public EncodedEnvelope Lapsed(CallId call) => new(System.Text.Encoding.UTF8.GetBytes($$$"""{"type":"call.ended","data":{"callId":"{{{call}}}"}}"""));

        public void StopRinging(UserId user, CallId call, RingOutcome outcome) => Stopped.Enqueue((user, call, outcome));

        public void SignOut(UserId user, CallId call) => SignedOut.Enqueue((user, call));

        public Task<IReadOnlyList<ResumedCall>> ResumeAsync(UserId user, int limit, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<ResumedCall>>(Calls);
    }
}
