using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls;
using AkkaRealtime.Routing.Calls.Router;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Hooks;
using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Sessions;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Routing.Calls.Owner;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Tests.Routing.Calls;

/// <summary>A whole node without its sockets: the real store, rooms, users and calls, in real time.</summary>
internal sealed class CallNode : IAsyncDisposable
{
    private static readonly RequestCatalog Catalog = new(CallRequests.Types);
    private readonly IHost _host;
    private readonly NodeActorsInUse _actors;

    private CallNode(IHost host)
    {
        _host = host;
        var node = host.Services.GetRequiredService<RealtimeNode>();
        _actors = new NodeActorsInUse(node.System, node.Actor<CallRouterActor>(), node.Actor<UserActor>());
    }

    public static async Task<CallNode> StartAsync(string directory, Action<RealtimeOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<RealtimeMetrics>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddRealtimeOptions(builder.Configuration).AddTopicOwners().Configure<RealtimeOptions>(o =>
        {
            o.DataDirectory = directory;
            configure?.Invoke(o);
        });
        builder.Services.AddUserStore().AddChatStore().AddCallStore().AddRevocationStore();
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddRevoking(isShared: false);
        builder.Services.AddPictures();
        builder.Services.AddBeforeSend();
        builder.Services.AddCalls();
        builder.Services.AddCluster();
        builder.Services.AddSingleton(provider => new RealtimeNode(provider, new ClusterOptions(), (node, services) => node
            .WithCluster(services, new ClusterOptions(), 65_536, NodeManifests.All)
            .WithRelay(services, deflates: false)
            .WithChat(services)
            .WithUsers(services)
            .WithCalls(services, rateLimiting: true)));
        builder.Services.AddHostedService(provider => provider.GetRequiredService<RealtimeNode>());
        var host = builder.Build();
        await host.StartAsync();
        return new CallNode(host);
    }

    /// <summary>Signs a connection in; the calls that its <c>session.ready</c> would name.</summary>
    public async Task<(Line Line, IReadOnlyList<CallView> Calls)> ConnectAsync(string user, string device = "laptop", int tab = 1)
    {
        var caller = CallData.Person(user, device, tab);
        var told = Channel.CreateBounded<object>(1_000);
        var connection = _actors.System.ActorOf(Props.Create(() => new Ear(told.Writer)));
        var line = new Line(caller, connection, told.Reader, _actors);
        _actors.Users.Tell(new OpenSession(caller.User, caller.Name, caller.Device, caller.Session), connection);
        var opened = await line.NextAsync<SessionOpened>();
        return (line, [.. opened.Calls.Select(c => JsonSerializer.Deserialize(c.Utf8.Span, CallJson.Default.CallView)!)]);
    }

    /// <summary>Makes a group of somebody and others; its id.</summary>
    public async Task<RoomId> MakeGroupAsync(Line by, params string[] members)
    {
        var room = RoomId.New(TimeProvider.System.GetUtcNow());
        var create = new ChatCreateRequest(RoomKinds.Group, "Group", [.. members.Select(m => new UserId(m))], null);
        _host.Services.GetRequiredService<RealtimeNode>().Actor<RoomActor>().Tell(new CreateRoom(room, by.Caller, "r", create), by.Connection);
        await by.UntilAsync("chat.room");
        return room;
    }

    /// <summary>The frames of a room's log from its beginning on, as text.</summary>
    public ChannelReader<string> Follow(RoomId room)
    {
        var log = new Log();
        var relay = _host.Services.GetRequiredService<RealtimeNode>().Actor<RelayActor>();
        relay.Tell(new Subscribe([new(Topic.Of(room), 0)], CallData.Alice.User, log));
        return log.Frames;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>One connection, as its client sees it.</summary>
    internal sealed record Line(Caller Caller, IActorRef Connection, ChannelReader<object> Told, NodeActorsInUse Actors)
    {
        /// <summary>Sends a request as text, through the catalog.</summary>
        public void Send(string type, object data)
        {
            var envelope = new ReceivedEnvelope(type, "r", Encoding.UTF8.GetBytes(JsonSerializer.Serialize(data)));
            Assert.True(Catalog.TryDecode(envelope, out var request, out _, out var error), error?.Message);
            Actors.Router.Tell(new ClientRequest(Caller, "r", request!), Connection);
        }

        /// <summary>The next envelope of this type; those of other domains are passed over.</summary>
        public async Task<JsonElement> NextAsync(string type)
        {
            for (; ; )
            {
                var envelope = await NextAsync<EncodedEnvelope>();
                // Comes when the store has counted: at any time.
                if (type != "call.unseen" && envelope.ToString().StartsWith("{\"type\":\"call.unseen\"", StringComparison.Ordinal))
                    continue;
                if (envelope.ToString().Contains("\"type\":\"call.", StringComparison.Ordinal) || envelope.ToString().Contains("\"type\":\"error\"", StringComparison.Ordinal))
                    return CallSpec.DataOf(envelope, type);
            }
        }

        /// <summary>The next envelope of this type; everything else is passed over.</summary>
        public async Task<JsonElement> UntilAsync(string type)
        {
            for (; ; )
            {
                var envelope = await NextAsync<EncodedEnvelope>();
                if (envelope.ToString().StartsWith($"{{\"type\":\"{type}\"", StringComparison.Ordinal))
                    return CallSpec.DataOf(envelope, type);
            }
        }

        /// <summary>The user chooses a status.</summary>
        public async Task ChooseAsync(ChosenStatus status)
        {
            Actors.Users.Tell(new SetStatus(Caller.User, Caller.Name, new StatusChoice(status), null), Connection);
            await UntilAsync("status.ok");
        }

        /// <summary>The next message of this kind.</summary>
        public async Task<T> NextAsync<T>()
        {
            for (; ; )
            {
                if (await Told.ReadAsync().AsTask().WaitAsync(Patient.Wait) is T message)
                    return message;
            }
        }

        /// <summary>The connection ends without a word.</summary>
        public void Drop() => Actors.System.Stop(Connection);
    }

    internal sealed record NodeActorsInUse(ActorSystem System, IActorRef Router, IActorRef Users);

    private sealed class Log : IOutbox
    {
        private readonly Channel<string> _frames = Channel.CreateBounded<string>(1_000);

        public ChannelReader<string> Frames => _frames.Reader;

        public bool Write(EncodedEnvelope envelope) => _frames.Writer.TryWrite(envelope.ToString());

        public void TellLagging(Topic topic) => Write(SessionEvents.Lagging([topic]));

        public void Deliver(in SharedFrames frames) => _frames.Writer.TryWrite(Encoding.UTF8.GetString(frames.Bytes.Span));
    }

    private sealed class Ear(ChannelWriter<object> told) : UntypedActor
    {
        protected override void OnReceive(object message) => told.TryWrite(message);
    }
}
