using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Connections;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Connections;

/// <summary>Connections whose routers, user entities and relay are probes, on sockets in memory, in virtual time.</summary>
public abstract class ConnectionSpec : VirtualTimeSpec
{
    private protected static readonly UserId Alice = new("alice");
    private protected static readonly RoomId Room = new("room1");

    private readonly Lazy<IActorRef> _connections;

    protected ConnectionSpec(ITestOutputHelper output)
        : base(output)
    {
        (Chat, Calls, Status, Users, Relay) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        _connections = new(() => Sys.ActorOf(ConnectionsActor.Props(new ConnectionServices(
            new NodeActors(
                new Dictionary<string, IActorRef> { ["chat"] = Chat, ["call"] = Calls, ["status"] = Status }, Users, Chat, Relay),
            TestRequests.Catalog,
            new TestTokens(Time),
            Options.Limits,
            Options.Connections,
            Admission,
            new RealtimeMetrics(Meters),
            Time,
            "epoch1",
            NullLogger.Instance)
        {
            MaxFileBytes = () => Options.Files.MaxBytes,
            Owners = Owners,
            Revocations = Revocations,
            LookForRevocations = () => Look(),
        })));
        _admission = new(() => new Admission(Options.Limits, Time));
    }

    private readonly Lazy<Admission> _admission;

    private protected TestProbe Chat { get; }

    private protected TestProbe Calls { get; }

    private protected TestProbe Status { get; }

    private protected TestProbe Users { get; }

    private protected TestProbe Relay { get; }

    private protected RealtimeOptions Options { get; } = new();

    private protected Revocations Revocations { get; } = new();

    private protected Action Look { get; set; } = () => { };

    private protected OwnerWatch Owners { get; } = new();

    private protected Admission Admission => _admission.Value;

    private protected TestMeters Meters { get; } = new();

    private protected IActorRef Connections => _connections.Value;

    /// <summary>The session that was opened last.</summary>
    private protected OpenSession Session { get; private set; } = null!;

    /// <summary>The connection's actor.</summary>
    private protected IActorRef Connection { get; private set; } = ActorRefs.Nobody;

    private protected MemorySocket Connect(Identity? identity = null, string? device = null)
    {
        var socket = new MemorySocket();
        Assert.True(Admission.TryEnter(null, out _));
        if (identity is not null)
            Assert.True(Admission.TryEnterUser(identity.User));
        Connections.Tell(new Attach(socket, new Accepted(null, identity, device is null ? null : new DeviceId(device))));
        return socket;
    }

    /// <summary>A connection that came with a token and is ready, in <paramref name="rooms"/>.</summary>
    private protected async Task<MemorySocket> ConnectReadyAsync(params RoomHead[] rooms)
    {
        var socket = Connect(new Identity(Alice, "Alice", null));
        await OpenAsync(rooms);
        await socket.NextAsync("session.ready");
        return socket;
    }

    /// <summary>Answers as the user's entity and the chat router do.</summary>
    private protected async Task OpenAsync(params RoomHead[] rooms)
    {
        await OpenSessionAsync();
        await Chat.ExpectMsgAsync<GetMemberships>(Patient.Wait);
        Chat.Reply(new Memberships(Session.Session, rooms));
        if (rooms.Length > 0)
            await Relay.ExpectMsgAsync<Subscribe>(Patient.Wait);
    }

    private protected async Task OpenSessionAsync(params EncodedJson[] calls)
    {
        Session = await Users.ExpectMsgAsync<OpenSession>(Patient.Wait);
        Connection = Users.LastSender;
        Users.Reply(new SessionOpened(Session.Session, calls));
    }

    private protected void AdvanceMs(int ms) => Advance(TimeSpan.FromMilliseconds(ms));

    private protected static EncodedEnvelope Envelope(string type) => new(System.Text.Encoding.UTF8.GetBytes($$$"""{"type":"{{{type}}}","data":{}}"""));

    protected override void AfterAll()
    {
        base.AfterAll();
        Meters.Dispose();
    }
}
