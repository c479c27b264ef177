using System.Diagnostics.Metrics;
using System.Text;
using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Router;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Status.Router;

/// <summary>The router between probes: the region of users, the relay, the mediator, and connections.</summary>
public abstract class StatusRouterSpec : VirtualTimeSpec
{
    private readonly ServiceProvider _metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Lazy<IActorRef> _router;
    private long _version;

    protected StatusRouterSpec(ITestOutputHelper output)
        : base(output)
    {
        Users = CreateTestProbe("users");
        Relay = CreateTestProbe("relay");
        Mediator = CreateTestProbe("mediator");
        Mediator.IgnoreMessages(message => message is Akka.Cluster.Tools.PublishSubscribe.Subscribe);
        _router = new Lazy<IActorRef>(() => Sys.ActorOf(Props.Create(() => new StatusRouterActor(Services()))));
    }

    protected TestProbe Users { get; }

    protected TestProbe Relay { get; }

    protected TestProbe Mediator { get; }

    protected IActorRef Router => _router.Value;

    internal SpecStore Store { get; } = new();

    internal StatusOptions Options { get; } = new();

    /// <summary>What the store read of rights is told after this.</summary>
    internal Task RightsGate { get; set; } = Task.CompletedTask;

    internal static UserId[] Ids(params string[] users) => [.. users.Select(u => new UserId(u))];

    /// <summary>Asks for <paramref name="user"/>, who shares a room with whoever they ask about and is no stranger, unless nobody is to <paramref name="meet"/>.</summary>
    internal void Send(IActorRef connection, IStatusRequest request, string? @ref = null, string user = "me", bool meet = true)
    {
        var asked = request switch
        {
            StatusSubscribeRequest { Users: { } users } => users,
            StatusGetRequest { Users: { } users } => users,
            _ => [],
        };
        if (meet)
            Store.Meet([new UserId(user), .. asked]);
        Router.Tell(new ClientRequest(new Caller(new UserId(user), "Me", new DeviceId("laptop"), new SessionId("s1")), @ref, request), connection);
    }

    /// <summary>The region's users answer each question with what <paramref name="seen"/> says.</summary>
    internal void AnswerWith(Func<UserId, StatusView> seen) => Users.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
    {
        if (message is GetStatus get)
            sender.Tell(new StatusAnswer(get.Token, Report(seen(get.User))));
        return AutoPilot.KeepRunning;
    }));

    internal StatusReport Report(StatusView seen, StatusView? own = null) => new(Interlocked.Increment(ref _version), seen, own);

    /// <summary>A publication of the relay's.</summary>
    internal void Publish(StatusReport report) =>
        Router.Tell(new Publication(Topic.Of(report.Seen.User), 0, report.Encode()), Relay);

    internal void Publish(string user, string status) => Publish(Report(new StatusView(new UserId(user), status)));

    /// <summary>A connection that watches users, all of them online.</summary>
    internal async Task<TestProbe> WatchingAsync(string viewer, params string[] users)
    {
        AnswerWith(u => new StatusView(u, "online"));
        var connection = CreateTestProbe();
        Send(connection, new StatusSubscribeRequest(Ids(users)), user: viewer);
        Assert.StartsWith("""{"type":"status.snapshot",""", await FrameAsync(connection), StringComparison.Ordinal);
        return connection;
    }

    /// <summary>Everything told to the router before has been dealt with.</summary>
    internal async Task SettledAsync()
    {
        var probe = CreateTestProbe();
        Send(probe, new StatusGetRequest([]));
        await FrameAsync(probe);
    }

    internal static async Task<string> FrameAsync(TestProbe connection) =>
        Encoding.UTF8.GetString((await connection.ExpectMsgAsync<EncodedEnvelope>()).Utf8.Span);

    protected override void AfterAll()
    {
        base.AfterAll();
        _metrics.Dispose();
    }

    private StatusRouterServices Services() => new(
        new GatedRooms(this),
        Time,
        Options,
        new RealtimeMetrics(_metrics.GetRequiredService<IMeterFactory>()),
        () => Users,
        () => Relay,
        Mediator,
        null,
        NullLogger.Instance)
    {
        Blocks = Store.Blocks,
    };

    private sealed class GatedRooms(StatusRouterSpec spec) : IRoomAccess
    {
        public Task<RoomAccess?> AccessAsync(RoomId room, UserId user, CancellationToken cancel) => spec.Store.Chat.AccessAsync(room, user, cancel);

        public Task<IReadOnlyList<RoomHead>> HeadsAsync(UserId user, CancellationToken cancel) => spec.Store.Chat.HeadsAsync(user, cancel);

        public async Task<IReadOnlySet<UserId>> SharingRoomAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel)
        {
            var gate = spec.RightsGate;
            var sharing = await spec.Store.Chat.SharingRoomAsync(user, others, cancel);
            await gate;
            return sharing;
        }
    }
}
