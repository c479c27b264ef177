using System.Text.Json;
using System.Threading.Channels;
using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status.Router;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Sessions;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Sessions.Revoking.Memory;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Tests.Routing.Users;

/// <summary>The domain as a node registers it: real region, relay and mediator, in real time.</summary>
public sealed class UserNodeSpecs : IAsyncLifetime
{
    private readonly SpecStore _store = new();
    private readonly IHost _host;
    private NodeUnderTest _node = null!;

    public UserNodeSpecs()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<RealtimeMetrics>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_store.Users);
        builder.Services.AddSingleton(_store.Calls);
        builder.Services.AddSingleton(_store.Chat);
        builder.Services.AddSingleton<IRoomAccess>(_store.Chat);
        builder.Services.AddSingleton(_store.Blocks);
        builder.Services.AddSingleton(_store.PictureService);
        builder.Services.AddSingleton<IRoomLog>(_store.Engine);
        builder.Services.AddSingleton(_store.Engine.Log);
        builder.Services.AddSingleton<IJournal>(_store);
        builder.Services.AddSingleton<IRevocationStore>(new MemoryRevocationStore(_store.Engine)).AddRevoking(isShared: false);
        builder.Services.AddSingleton<ILiveCalls>(new UserSpec.LiveCallsFake());
        builder.Services.AddRealtimeOptions(builder.Configuration).AddTopicOwners().Configure<RealtimeOptions>(o => o.Status.GraceMs = 200);
        builder.Services.AddCluster();
        builder.Services.AddSingleton(provider => new RealtimeNode(provider, new ClusterOptions(), (node, services) => node
            .WithCluster(services, new ClusterOptions(), 65_536, NodeManifests.All)
            .WithRelay(services, deflates: false)
            .WithUsers(services)));
        builder.Services.AddHostedService(provider => provider.GetRequiredService<RealtimeNode>());
        _host = builder.Build();
    }

    public async Task InitializeAsync()
    {
        await _host.StartAsync();
        var node = _host.Services.GetRequiredService<RealtimeNode>();
        _node = new NodeUnderTest(node.System, node.Actor<StatusRouterActor>(), node.Actor<UserActor>());
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task Should_bring_a_users_changes_to_who_watches_them()
    {
        var bob = Connect();
        Ask(bob, "bob", new StatusSubscribeRequest([new UserId("alice")]));
        Assert.Equal("offline", (await StatusesAsync(bob, 1))["alice"]);

        var alice = Connect();
        Open(alice, "alice");
        await Expect<SessionOpened>(alice);
        Assert.Equal("""{"type":"status.changed","data":{"users":[{"user":"alice","status":"online"}]}}""", await FrameAsync(bob));

        Ask(alice, "alice", new StatusSetRequest("busy", "Lunch", null, null));
        Assert.Equal("""{"type":"status.ok","data":{"user":"alice","status":"busy","text":"Lunch"}}""", await FrameAsync(alice));
        Assert.Equal("""{"type":"status.changed","data":{"users":[{"user":"alice","status":"busy","text":"Lunch"}]}}""", await FrameAsync(bob));

        _node.Users.Tell(new CloseSession(new UserId("alice"), new SessionId("s-alice")));
        Assert.StartsWith("""{"type":"status.changed","data":{"users":[{"user":"alice","status":"offline","lastSeen":""", await FrameAsync(bob), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_go_on_with_a_new_entity_after_a_fault_once_the_session_is_opened_again()
    {
        var bob = Connect();
        var alice = Connect();
        Open(alice, "alice");
        await Expect<SessionOpened>(alice);
        Ask(bob, "bob", new StatusSubscribeRequest([new UserId("alice")]));
        Assert.Equal("online", (await StatusesAsync(bob, 1))["alice"]);

        // A fault: the entity ends, its successor asks the relay who is interested, and the connection opens its session again.
        _node.Users.Tell(new TellUser(new UserId("alice"), null!));
        await Expect<Terminated>(alice);
        await ReopenAsync(alice, "alice");
        Ask(alice, "alice", new StatusSetRequest("away", "Back", null, null));

        string frame;
        do
            frame = await FrameAsync(bob);
        while (!frame.Contains("Back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_answer_for_a_thousand_users_who_were_never_there()
    {
        var users = Enumerable.Range(0, 1_000).Select(i => new UserId($"user{i}")).ToArray();
        var bob = Connect();
        Ask(bob, "bob", new StatusSubscribeRequest(users));
        var statuses = await StatusesAsync(bob, users.Length);
        Assert.All(users, user => Assert.Equal("offline", statuses[user.Value]));
    }

    private Connection Connect()
    {
        var told = Channel.CreateBounded<object>(100);
        return new Connection(_node.System.ActorOf(Props.Create(() => new Ear(told.Writer))), told.Reader);
    }

    private void Ask(Connection connection, string user, IRequest body)
    {
        if (body is StatusSubscribeRequest { Users: { } users })
            _store.Meet([new UserId(user), .. users]);
        _node.Router.Tell(
            new ClientRequest(new Caller(new UserId(user), user, new DeviceId("laptop"), new SessionId($"s-{user}")), null, body),
            connection.Actor);
    }

    private void Open(Connection connection, string user) => _node.Users.Tell(
        new OpenSession(new UserId(user), user, new DeviceId("laptop"), new SessionId($"s-{user}")),
        connection.Actor);

    // Again and again, as a connection does: the shard may hear of the end of its entity later than we, and what it tells the old one is lost.
    private async Task ReopenAsync(Connection connection, string user)
    {
        using var enough = new CancellationTokenSource(Patient.Wait);
        var answered = connection.Told.WaitToReadAsync(enough.Token).AsTask();
        do
            Open(connection, user);
        while (await Task.WhenAny(answered, Task.Delay(TimeSpan.FromSeconds(1), enough.Token)) != answered);
        await answered;

        // Each of them may have been answered; what the entity is asked after them is answered after them.
        _node.Users.Tell(new GetSessions(new UserId(user)), connection.Actor);
        while (await Expect<object>(connection) is not UserSessions)
        {
            // Another SessionOpened.
        }
    }

    // A snapshot waits three seconds of real time for the owners. On a busy machine some come later, as a change.
    private static async Task<Dictionary<string, string>> StatusesAsync(Connection connection, int count)
    {
        var statuses = new Dictionary<string, string>();
        while (statuses.Count < count)
        {
            using var frame = JsonDocument.Parse(await FrameAsync(connection));
            foreach (var status in frame.RootElement.GetProperty("data").GetProperty("users").EnumerateArray())
                statuses[status.GetProperty("user").GetString()!] = status.GetProperty("status").GetString()!;
        }

        return statuses;
    }

    private static async Task<string> FrameAsync(Connection connection) => (await Expect<EncodedEnvelope>(connection)).ToString();

    private static async Task<T> Expect<T>(Connection connection) =>
        Assert.IsAssignableFrom<T>(await connection.Told.ReadAsync().AsTask().WaitAsync(Patient.Wait));

    private sealed record NodeUnderTest(ActorSystem System, IActorRef Router, IActorRef Users);

    private sealed record Connection(IActorRef Actor, ChannelReader<object> Told);

    // Like a connection it watches the entity that opened its session.
    private sealed class Ear(ChannelWriter<object> told) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is SessionOpened)
                Context.Watch(Sender);
            Assert.True(told.TryWrite(message));
        }
    }
}
