using System.Net;
using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Connections.Sockets;
using AkkaRealtime.Connections.Upgrade;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.EventLoops;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Tests.EventLoops;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Connections.Upgrade;

public sealed class SocketGreetingTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RealtimeOptions _options = new();
    private readonly EventLoop _loop = new("greetings", NullLogger.Instance);
    private readonly TestMeters _meters = new();
    private readonly PlainConnections _plain;
    private readonly Admission _admission;
    private SocketGreeting _greeting;
    private readonly Socket _client = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _server;

    public SocketGreetingTests()
    {
        _admission = new Admission(_options.Limits, _time);
        _plain = new PlainConnections(_options.Limits, _options.Connections, _ => false, _time, new RealtimeMetrics(_meters));
        _greeting = Greeting(max: 10);
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _client.Connect(listener.LocalEndPoint!);
        _server = listener.Accept();
    }

    private static byte[] Upgrade => Encoding.ASCII.GetBytes(
        "GET /ws/ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

    [Fact]
    public async Task Greet_WhoSendsNothing_IsCut()
    {
        var greeted = Greet();
        await InLoopAsync();
        _time.Advance(TimeSpan.FromSeconds(9));
        await InLoopAsync();
        Assert.False(greeted.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await greeted.WaitAsync(Patient.Wait));
        await Assert.ThrowsAsync<SocketException>(() => ReadAsync(_client));
    }

    [Fact]
    public async Task Greet_OtherRequest_IsPassedOnUntouched()
    {
        _client.Send("GET / HTTP/1.1\r\n\r\n"u8);
        Assert.Equal("GET / HTTP/1.1\r\n\r\n", await ReadAsync((await Greet().WaitAsync(Patient.Wait))!));
    }

    [Fact]
    public async Task Greet_AfterClose_WhoSendsNothingIsPassedOnAtOnce()
    {
        var greeted = Greet();
        await InLoopAsync();
        _greeting.Close();
        Assert.Same(_server, await greeted.WaitAsync(Patient.Wait));
    }

    [Fact]
    public async Task Greet_MoreThanMayWait_ArePassedOnAtOnce()
    {
        _greeting = Greeting(max: 0);
        Assert.Same(_server, await Greet().WaitAsync(Patient.Wait));
    }

    [Fact]
    public async Task Greet_PlainUpgrade_IsAnswered()
    {
        _client.Send(Upgrade);
        Assert.Null(await Greet().WaitAsync(Patient.Wait));
        Assert.StartsWith("HTTP/1.1 101 Switching Protocols\r\n", await ReadAsync(_client));
        Assert.Equal(1, _admission.Count);
    }

    [Fact]
    public async Task Greet_ClientGoneWithoutAWordAfterItsRequest_TakesUpNoPlace()
    {
        _client.Send(Upgrade);
        _client.LingerState = new LingerOption(enable: true, seconds: 0); // Closes with a reset.
        _client.Dispose();
        Assert.Null(await Greet().WaitAsync(Patient.Wait));
        Assert.Equal(0, _admission.Count);
    }

    public void Dispose()
    {
        _loop.Dispose();
        _plain.Dispose();
        _meters.Dispose();
        _client.Dispose();
        _server.Dispose();
    }

    private SocketGreeting Greeting(int max)
    {
        var handshake = new Handshake(_options.Upgrade(), _admission, new TokenGate(new TestTokens(_time), new Revocations(), _time), () => null, new RealtimeMetrics(_meters));
        return new(new ClientAddresses(new ForwardedHeadersOptions(), _options.Limits), () => _options.Path, handshake, _admission, _time, () => ActorRefs.Nobody) { MaxWaiting = max };
    }

    private Task<Socket?> Greet()
    {
        var greeted = new TaskCompletionSource<Socket?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(new Work(async () =>
        {
            using var place = _plain.TryEnter(_server.RemoteEndPoint)!;
            var transport = new LoopSocket(_server, _loop);
            place.OnCut(transport.Abort);
            greeted.SetResult(await _greeting.GreetAsync(transport, _server, place));
        }));
        return greeted.Task;
    }

    private Task InLoopAsync()
    {
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(new Work(ran.SetResult));
        return ran.Task.WaitAsync(Patient.Wait);
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        using var enough = new CancellationTokenSource(Patient.Wait);
        var buffer = new byte[4_096];
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, enough.Token));
    }
}
