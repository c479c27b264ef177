using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>
/// A client that knows the protocol and nothing more: what it receives is checked (<see cref="WireContract"/>), stays in <see cref="Seen"/> and waits until
/// it is asked for.
/// </summary>
public sealed class RawClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private readonly List<Received> _seen = [];
    private readonly List<Received> _unclaimed = [];
    private readonly List<Waiter> _waiters = [];
    private readonly SemaphoreSlim _sending = new(1);
    private readonly TaskCompletionSource<(int Code, string Reason)> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ClientWebSocket _socket;
    private readonly Task _reading;
    private int _lastRef;

    private RawClient(ClientWebSocket socket)
    {
        _socket = socket;
        _reading = Task.Run(ReadAsync);
    }

    private sealed record Waiter(Func<Received, bool> Wanted, TaskCompletionSource<Received> Found);

    /// <summary>The user's id, once signed in.</summary>
    public string User { get; private set; } = "";

    /// <summary>The device that <c>session.ready</c> named.</summary>
    public string Device { get; private set; } = "";

    /// <summary><c>session.ready</c>, once it came.</summary>
    public Received? Ready { get; private set; }

    /// <summary>The subprotocol that the server selected.</summary>
    public string? SubProtocol => _socket.SubProtocol;

    /// <summary>The extensions that were agreed on.</summary>
    public string Extensions => _socket.HttpResponseHeaders?.TryGetValue("Sec-WebSocket-Extensions", out var agreed) == true ? string.Join(", ", agreed) : "";

    /// <summary>Completes with the close code and reason; code -1 where the connection broke without a close frame.</summary>
    public Task<(int Code, string Reason)> Closed => _closed.Task.WaitAsync(Patience);

    /// <summary>Everything received so far, in order.</summary>
    public IReadOnlyList<Received> Seen
    {
        get
        {
            lock (_gate)
                return [.. _seen];
        }
    }

    /// <summary>Signs in by name (development), connects and waits for <c>session.ready</c>. The id is made of the name where none is given.</summary>
    public static async Task<RawClient> SignInAsync(ServerProcess server, string name, string? device = null, string? user = null)
    {
        var signedIn = await SignedIn.ByNameAsync(server.Url, name, user);
        return await ConnectAsync(server.SocketUrl, signedIn.Token, device);
    }

    /// <summary>Signs in somebody whom no other test knows: shown as <paramref name="name"/>, by an id that begins with it.</summary>
    public static Task<RawClient> NewAsync(ServerProcess server, string name, string? device = null) =>
        SignInAsync(server, name, device, SignedIn.NewName(name.ToLowerInvariant()));

    /// <summary>Connects with a token in the header and waits for <c>session.ready</c>.</summary>
    public static async Task<RawClient> ConnectAsync(Uri socketUrl, string token, string? device = null)
    {
        var url = device is null ? socketUrl : new Uri($"{socketUrl}?device={device}");
        var client = await OpenAsync(url, o => o.SetRequestHeader("Authorization", $"Bearer {token}"));
        await client.UntilReadyAsync();
        return client;
    }

    /// <summary>Opens a socket and nothing more.</summary>
    /// <param name="url">The socket's address.</param>
    /// <param name="configure">Headers and the like.</param>
    /// <param name="over">For HTTP/2 and TLS.</param>
    /// <exception cref="WebSocketException">The server refused the upgrade.</exception>
    public static async Task<RawClient> OpenAsync(Uri url, Action<ClientWebSocketOptions>? configure = null, HttpMessageInvoker? over = null)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            socket.Options.CollectHttpResponseDetails = true;
            configure?.Invoke(socket.Options);
            await socket.ConnectAsync(url, over, CancellationToken.None).WaitAsync(Patience);
            return new RawClient(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The HTTP status of an upgrade that is expected to be refused.</summary>
    public static async Task<int> RefusedStatusAsync(Uri url, Action<ClientWebSocketOptions>? configure = null)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        configure?.Invoke(socket.Options);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(url, CancellationToken.None).WaitAsync(Patience));
        return (int)socket.HttpStatusCode;
    }

    /// <summary>Waits for <c>session.ready</c> and remembers who this is.</summary>
    public async Task<Received> UntilReadyAsync()
    {
        Ready = await WaitForAsync("session.ready");
        User = Ready.Data.GetProperty("user").GetProperty("id").GetString()!;
        Device = Ready["device"]!;
        return Ready;
    }

    /// <summary>Sends an envelope and waits for nothing.</summary>
    public Task SendAsync(string type, object? data = null) => SendTextAsync(data is null
        ? JsonSerializer.Serialize(new { type }, JsonSerializerOptions.Web)
        : JsonSerializer.Serialize(new { type, data }, JsonSerializerOptions.Web));

    /// <summary>Sends a text frame as it is.</summary>
    public Task SendTextAsync(string text) => SendBytesAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true);

    /// <summary>Sends a frame as it is.</summary>
    /// <exception cref="WebSocketException">The connection is lost.</exception>
    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type, bool end)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(bytes, type, end, CancellationToken.None);
        }
        catch (OperationCanceledException e)
        {
            // So it says of a send where the other direction has found the connection lost; nobody has cancelled anything.
            throw new WebSocketException("The connection was lost while something was sent.", e);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends a request and returns the reply that carries its <c>ref</c>.</summary>
    /// <exception cref="RefusedException">The answer is an <c>error</c>.</exception>
    public async Task<Received> RequestAsync(string type, object? data = null)
    {
        var reference = $"r{Interlocked.Increment(ref _lastRef)}";
        var members = JsonSerializer.SerializeToNode(data ?? new { }, JsonSerializerOptions.Web)!.AsObject();
        members["ref"] = reference;
        var reply = Expect(e => e["ref"] == reference, $"the reply to {type}");
        await SendTextAsync(new JsonObject { ["type"] = type, ["data"] = members }.ToJsonString());
        var received = await reply;
        if (received.Type == "error")
            throw new RefusedException(received);
        WireContract.CheckGranted(type, members);
        return received;
    }

    /// <summary>The code of the <c>error</c> that a request is expected to be answered with.</summary>
    public async Task<string> RefusalAsync(string type, object? data = null) =>
        (await Assert.ThrowsAsync<RefusedException>(() => RequestAsync(type, data))).Code;

    /// <summary>The first envelope of this type, and fitting, that nobody has claimed yet; it may have come already.</summary>
    public Task<Received> WaitForAsync(string type, Func<Received, bool>? fitting = null) =>
        Expect(e => e.Type == type && (fitting is null || fitting(e)), type);

    /// <summary>
    /// Proves that something did not come: does a round trip through this connection, so that whatever was on its way before is here, then looks.
    /// </summary>
    public async Task AssertNoneAsync(string type, Func<Received, bool>? fitting = null)
    {
        await RequestAsync("session.ping");
        lock (_gate)
            Assert.DoesNotContain(_unclaimed, e => e.Type == type && (fitting is null || fitting(e)));
    }

    /// <summary>Closes normally, and returns what the server closed with.</summary>
    public async Task<(int Code, string Reason)> CloseAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        return await Closed;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;

        // A send that fails in this moment, since the server was killed, takes the stream apart as well; the framework isn't ready for two.
        await _sending.WaitAsync();
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task<Received> Expect(Func<Received, bool> wanted, string what)
    {
        Waiter waiter;
        lock (_gate)
        {
            if (_unclaimed.FindIndex(e => wanted(e)) is >= 0 and var i)
            {
                var there = _unclaimed[i];
                _unclaimed.RemoveAt(i);
                return there;
            }

            waiter = new Waiter(wanted, new TaskCompletionSource<Received>(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiters.Add(waiter);
        }

        try
        {
            return await (await Task.WhenAny(waiter.Found.Task, EndedAsync()).WaitAsync(Patience));
        }
        catch (TimeoutException)
        {
            lock (_gate)
                _waiters.Remove(waiter);
            throw new TimeoutException($"{User} waited {Patience.TotalSeconds} s for {what} and had:\n{string.Join('\n', Seen.TakeLast(30))}");
        }

        async Task<Received> EndedAsync()
        {
            var (code, reason) = await _closed.Task;
            throw new InvalidOperationException($"{User} waited for {what}, but the connection was closed: {code} {reason}");
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[65_536];
        var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    // Told before it is answered: the answer fails where the server has gone, or where our own close is still being written.
                    _closed.TrySetResult(((int)_socket.CloseStatus!.Value, _socket.CloseStatusDescription ?? ""));
                    if (_socket.State == WebSocketState.CloseReceived)
                        await _socket.CloseOutputAsync(_socket.CloseStatus!.Value, null, CancellationToken.None);
                    return;
                }

                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage)
                    continue;
                Take(Received.Parse(Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length)));
                message.SetLength(0);
            }
        }
        catch (Exception e)
        {
            _closed.TrySetResult((-1, e.Message));
        }
    }

    // What the server may not say ends the connection, with the reason: whoever waits for anything then fails with it.
    private void Take(Received envelope)
    {
        WireContract.CheckSent(envelope);
        Waiter? waiter;
        lock (_gate)
        {
            _seen.Add(envelope);
            waiter = _waiters.FirstOrDefault(w => w.Wanted(envelope));
            if (waiter is null)
                _unclaimed.Add(envelope);
            else
                _waiters.Remove(waiter);
        }

        waiter?.Found.TrySetResult(envelope);
    }
}
