using System.Text;
using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Clustering;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Domains;
using AkkaRealtime.Domains.Handlers;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Connections;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Domains;

/// <summary>The router of a host's requests, behind a catalog as a connection has it; connections and the mediator are probes.</summary>
public abstract class HandlerSpec : VirtualTimeSpec
{
    private readonly TestMeters _meters = new();
    private HandlerRunner? _runner;
    private readonly Lazy<(RequestCatalog Catalog, IActorRef Router)> _node;

    protected HandlerSpec(ITestOutputHelper output)
        : base(output)
    {
        Builder = new RealtimeBuilder(Services);
        Connection = CreateTestProbe("connection");
        Mediator = CreateTestProbe("mediator");
        Services.AddSingleton<IRooms>(Rooms);
        _node = new(() =>
        {
            var scopes = Services.BuildServiceProvider(validateScopes: true).GetRequiredService<IServiceScopeFactory>();
            _runner = new HandlerRunner(scopes, Builder.Limits, new RealtimeMetrics(_meters), Logger);
            var router = Sys.ActorOf(Producer.Of(() => new HandlerRouterActor(_runner, Mediator)));
            return (new RequestCatalog(Builder.BuildHandlers().Select(h => h.Entry)), router);
        });
    }

    protected RealtimeBuilder Builder { get; }

    protected IServiceCollection Services { get; } = new ServiceCollection();

    protected TestProbe Connection { get; }

    protected TestProbe Mediator { get; }

    protected IActorRef Router => _node.Value.Router;

    /// <summary>How many queues show their depth.</summary>
    protected long Gauges => _meters.Published("akkarealtime.queue.depth");

    private protected FakeRooms Rooms { get; } = new();

    private protected ListLogger Logger { get; } = new();

    /// <summary>Sends what a client sends. The answer that the catalog gives at once goes to the connection as well.</summary>
    protected void Ask(string json, string session = "s1", IActorRef? connection = null)
    {
        Assert.True(EnvelopeReader.TryRead(Encoding.UTF8.GetBytes(json), out var envelope, out _));
        if (!_node.Value.Catalog.TryDecode(envelope, out var request, out var router, out var error))
        {
            Connection.Ref.Tell(EnvelopeWriter.Error(error!, envelope.Ref), ActorRefs.NoSender);
            return;
        }

        Assert.Equal(HandlerRouterActor.Name, router);
        var caller = new Caller(new UserId("alice"), "Alice", new DeviceId("d1"), new SessionId(session));
        Router.Tell(new ClientRequest(caller, envelope.Ref, request!), connection ?? Connection);
    }

    protected void ExpectAnswer(string json) => Assert.Equal(json, Connection.ExpectMsg<EncodedEnvelope>().ToString());

    /// <summary>What the node does when it stops.</summary>
    protected void StopRunning() => _runner!.Dispose();

    protected override void AfterAll()
    {
        base.AfterAll();
        _runner?.Dispose();
        _meters.Dispose();
    }

    private protected sealed class FakeRooms : IRooms
    {
        public Dictionary<(string Room, string User), string> Members { get; } = [];

        public Task<RoomAccess?> AccessAsync(RoomId room, UserId user, CancellationToken cancel) => Task.FromResult(
            Members.Keys.Any(k => k.Room == room.Value) ? new RoomAccess(room.Value.StartsWith("channel", StringComparison.Ordinal) ? "channel" : "group", Members.GetValueOrDefault((room.Value, user.Value)), 1) : null);
    }
}
