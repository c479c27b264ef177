using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections;
using AkkaRealtime.Connections.Streams;
using AkkaRealtime.Connections.Upgrade;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.EventLoops;
using AkkaRealtime.Sessions;
using AkkaRealtime.Sessions.Revoking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Tests.Connections.Upgrade;

/// <summary>How a socket is upgraded: by the endpoint over HTTP/1.1 or HTTP/2, or below HTTP.</summary>
public enum UpgradeKind
{
    Http1,
    Http2,
    BelowHttp,
}

/// <summary>A real Kestrel on loopback with the WebSocket at <c>/ws/ws</c>, in real time. Users' entities and the chat router are stand-ins that always answer.</summary>
public sealed class UpgradeFixture : IAsyncDisposable
{
    internal static readonly IPAddress BelowHttpAddress = IPAddress.Parse("127.0.0.2");

    private readonly ActorSystem _system;
    private readonly WebApplication _app;

    private readonly TestMeters _meters;
    private readonly Task _sessionClosed;

    private UpgradeFixture(ActorSystem system, WebApplication app, Admission admission, TestMeters meters, Task sessionClosed)
    {
        (_system, _app, Admission, _meters, _sessionClosed) = (system, app, admission, meters, sessionClosed);
        var urls = app.Urls.Select(u => new Uri(u)).ToArray();
        (Http1, Http2, BelowHttp) = (urls[0], urls[1], urls[2]);
    }

    internal Admission Admission { get; }

    internal PlainConnections Plain { get; private init; } = null!;

    /// <summary>Where HTTP/1.1 is spoken.</summary>
    public Uri Http1 { get; }

    /// <summary>Where HTTP/2 is spoken, without TLS.</summary>
    public Uri Http2 { get; }

    /// <summary>Where sockets are greeted below HTTP, and HTTP/1.1 is spoken behind.</summary>
    public Uri BelowHttp { get; }

    internal IActorRef Connections { get; private init; } = ActorRefs.Nobody;

    public static async Task<UpgradeFixture> StartAsync(Action<RealtimeOptions>? configure = null)
    {
        var options = new RealtimeOptions();
        configure?.Invoke(options);
        var system = ActorSystem.Create("upgrades", $"akka.loglevel = OFF\nakka.stdout-loglevel = OFF\n{LeanActor.Config}");
        var upgrade = options.Upgrade();
        var admission = new Admission(options.Limits, TimeProvider.System);
        var tokens = new TestTokens(TimeProvider.System);
        var chat = system.ActorOf(Props.Create(() => new ChatStandIn()));
        var sessionClosed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var meters = new TestMeters();
        var other = system.ActorOf(Props.Create(() => new OtherStandIn(sessionClosed)));
        var metrics = new RealtimeMetrics(meters);
        var connections = system.ActorOf(ConnectionsActor.Props(new ConnectionServices(
            new NodeActors(new Dictionary<string, IActorRef> { ["chat"] = chat, ["call"] = other, ["status"] = other }, other, chat, other),
            TestRequests.Catalog,
            tokens,
            options.Limits,
            options.Connections,
            admission,
            metrics,
            TimeProvider.System,
            "epoch1",
            NullLogger.Instance)));
        var handshake = new Handshake(upgrade, admission, new TokenGate(tokens, new Revocations(), TimeProvider.System), () => null, metrics);
        var endpoint = new UpgradeEndpoint(handshake, admission, TimeProvider.System, () => connections);
        var greeting = new SocketGreeting(new ClientAddresses(new ForwardedHeadersOptions(), options.Limits), () => options.Path, handshake, admission, TimeProvider.System, () => connections);
        var plain = new PlainConnections(options.Limits, options.Connections, _ => false, TimeProvider.System, new RealtimeMetrics(meters));

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2);
            kestrel.Listen(BelowHttpAddress, 0);
        });
        builder.Services.AddSingleton(new EventLoopGroup(NullLogger.Instance));
        builder.Services.AddSingleton(plain);
        builder.Services.AddSingleton<IStartupFilter, AskedFilter>();
        builder.Services.AddSingleton<IConnectionListenerFactory>(services => new TwoDoors(
            ActivatorUtilities.CreateInstance<SocketDoor>(services, upgrade, greeting, options.Management, TimeProvider.System),
            ActivatorUtilities.CreateInstance<SocketDoor>(services, upgrade with { BelowHttp = false }, greeting, options.Management, TimeProvider.System)));
        var app = builder.Build();
        app.Map(options.Path, endpoint.HandleAsync);
        var open = new OpenStreams(() => 1);
        var streams = new StreamEndpoint(handshake, admission, open, new StreamPosts(open, () => system), options.Limits, metrics, () => connections);
        app.MapGet($"{options.Path}/stream", streams.OpenAsync);
        app.MapPost($"{options.Path}/stream/{{stream}}", streams.PostAsync);
        app.MapDelete($"{options.Path}/stream/{{stream}}", streams.LeaveAsync);
        await app.StartAsync();
        return new UpgradeFixture(system, app, admission, meters, sessionClosed.Task) { Connections = connections, Plain = plain };
    }

    public Uri UriOf(UpgradeKind kind) => kind switch { UpgradeKind.Http2 => Http2, UpgradeKind.BelowHttp => BelowHttp, _ => Http1 };

    public async Task<ClientWebSocket> ConnectAsync(
        UpgradeKind kind = UpgradeKind.Http1, string query = "", Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        var uri = new UriBuilder(UriOf(kind)) { Scheme = "ws", Path = "/ws/ws", Query = query }.Uri;
        if (kind == UpgradeKind.Http2)
        {
            socket.Options.HttpVersion = HttpVersion.Version20;
            socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }

        configure?.Invoke(socket.Options);
        using var enough = new CancellationTokenSource(Patient.Wait);
        await socket.ConnectAsync(uri, kind == UpgradeKind.Http2 ? new HttpMessageInvoker(new SocketsHttpHandler()) : null, enough.Token);
        return socket;
    }

    public static async Task SendAsync(WebSocket socket, string text)
    {
        using var enough = new CancellationTokenSource(Patient.Wait);
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, enough.Token);
    }

    /// <summary>The next message.</summary>
    public static async Task<JsonElement> ReceiveAsync(WebSocket socket)
    {
        using var enough = new CancellationTokenSource(Patient.Wait);
        var buffer = new byte[65_536];
        var length = 0;
        WebSocketReceiveResult result;
        do
        {
            result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), enough.Token);
            Assert.True(result.MessageType == WebSocketMessageType.Text, $"closed with {(int?)result.CloseStatus} {result.CloseStatusDescription}");
            length += result.Count;
        }
        while (!result.EndOfMessage);
        return JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement;
    }

    /// <summary>The close code, whatever comes before.</summary>
    public static async Task<int> CloseCodeAsync(WebSocket socket)
    {
        using var enough = new CancellationTokenSource(Patient.Wait);
        var buffer = new byte[65_536];
        while ((await socket.ReceiveAsync(buffer, enough.Token)).MessageType != WebSocketMessageType.Close)
        {
        }

        var code = (int)socket.CloseStatus!.Value;
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, enough.Token);
        return code;
    }

    /// <summary>A session has ended; its socket may still wait for the client's close frame.</summary>
    public Task SessionClosedAsync() => _sessionClosed.WaitAsync(Patient.Wait);

    /// <summary>A connection has ended altogether.</summary>
    public Task ClosedAsync() => _meters.ReachesAsync("akkarealtime.closes", 1);

    public async ValueTask DisposeAsync()
    {
        _meters.Dispose();
        await _system.Terminate();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private sealed class TwoDoors(SocketDoor below, SocketDoor through) : IConnectionListenerFactory
    {
        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancel = default) =>
            (((IPEndPoint)endpoint).Address.Equals(BelowHttpAddress) ? below : through).BindAsync(endpoint, cancel);
    }

    private sealed class ChatStandIn : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case GetMemberships get:
                    Sender.Tell(new Memberships(get.Session, []));
                    break;
                case ClientRequest { Body: TestChat { Text: "revoke" } }:
                    Sender.Tell(new CloseConnection(CloseCode.Revoked, "Revoked."));
                    break;
                case ClientRequest { Body: TestChat { Text: "forbid" } }:
                    Sender.Tell(new CloseConnection(CloseCode.Forbidden, "Forbidden."));
                    break;
                case ClientRequest { Body: TestChat { Text: "flood" } }:
                    for (var i = 0; i < 4_000; i++)
                        Sender.Tell(new EncodedEnvelope(new byte[10_000]));
                    break;
                case ClientRequest { Body: TestChat chat } request:
                    Sender.Tell(EnvelopeWriter.Error(new RequestError(ErrorCode.NotFound, chat.Text!), request.Ref));
                    break;
            }
        }
    }

    private sealed class OtherStandIn(TaskCompletionSource closed) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is OpenSession open)
                Sender.Tell(new SessionOpened(open.Session, []));
            else if (message is CloseSession)
                closed.TrySetResult();
        }
    }
}
