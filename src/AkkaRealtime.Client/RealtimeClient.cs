using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AkkaRealtime.Client;

/// <summary>
/// A client of AkkaRealtime: signs in, comes back by itself, misses no event of the user's rooms, and sends again what was not acknowledged. Safe from any thread. Callbacks run one after the
/// other, in the order in which messages came: they must not wait for a reply.
/// </summary>
public sealed class RealtimeClient : IAsyncDisposable
{
    private const int NormalClosure = 1_000;
    private const int Unauthorized = 4_401;
    private const int Forbidden = 4_403;
    private static readonly TimeSpan AfterLoss = TimeSpan.FromMilliseconds(20);
    private readonly RealtimeClientOptions _options;
    private readonly PendingRequests _pending = new();
    private readonly ConcurrentDictionary<string, Action<JsonElement>> _handlers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Backoff _backoff;
    private readonly Lock _gate = new();
    private TaskCompletionSource<IMessageSocket> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _loop = Task.CompletedTask;
    private TimeSpan? _reconnectAfter;
    private string? _device;
    private int _unopened;

    private RealtimeClient(RealtimeClientOptions options)
    {
        _options = options;
        _device = options.Device;
        _backoff = new Backoff(options.FirstDelay, options.LongestDelay);
        Chat = new ChatClient(this, options);
        Status = new StatusClient(this);
        Blocks = new BlocksClient(this);
        Handle("session.expiring", data => _ = RenewAsync());
        Handle("session.draining", data => _reconnectAfter = TimeSpan.FromMilliseconds(data.Deserialize(ClientJson.Default.DrainingData)!.ReconnectAfterMs));
    }

    /// <summary>Where it is.</summary>
    public ConnectionState State { get; private set; } = ConnectionState.Connecting;

    /// <summary>What this connection, or the last one, goes over: <see cref="RealtimeTransport.Http"/> where no WebSocket gets through.</summary>
    public RealtimeTransport Transport { get; private set; } = RealtimeTransport.WebSocket;

    /// <summary>The session, the last one while there is none; null before the first.</summary>
    public Session? Session { get; private set; }

    /// <summary>Rooms and messages.</summary>
    public ChatClient Chat { get; }

    /// <summary>Who is there.</summary>
    public StatusClient Status { get; }

    /// <summary>Whom the user has blocked.</summary>
    public BlocksClient Blocks { get; }

    /// <summary>Completes when the client has ended for good; with a <see cref="RealtimeConnectionException"/> where the server wants it no more.</summary>
    public Task Ended => _loop;

    /// <summary>It is somewhere else.</summary>
    public event Action<ConnectionState>? StateChanged;

    /// <summary>Connects, and stays so until it is disposed. Returns when there is a session.</summary>
    /// <exception cref="RealtimeConnectionException">The server refuses it.</exception>
    public static async Task<RealtimeClient> ConnectAsync(RealtimeClientOptions options, CancellationToken cancel = default)
    {
        var client = Create(options);
        await client.StartAsync(cancel).ConfigureAwait(false);
        return client;
    }

    /// <summary>Makes a client that doesn't connect yet, so that handlers can be set before the first message comes: see <see cref="StartAsync"/>.</summary>
    public static RealtimeClient Create(RealtimeClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new RealtimeClient(options);
    }

    /// <summary>Connects, and stays so until it is disposed. Returns when there is a session; where <paramref name="cancel"/> ends the wait, or the server refuses it, the client is closed.</summary>
    /// <exception cref="RealtimeConnectionException">The server refuses it.</exception>
    public async Task StartAsync(CancellationToken cancel = default)
    {
        _loop = Task.Run(RunAsync, CancellationToken.None);
        try
        {
            await _connected.Task.WaitAsync(cancel).ConfigureAwait(false);
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Is told every message of a type that answers no request and is in no room's log: events of the host's own, say. One handler a type; the last one counts.</summary>
    /// <param name="type">The type, such as <c>order.shipped</c>.</param>
    /// <param name="json">Reads what it says.</param>
    /// <param name="handler">Is called with it.</param>
    public void On<T>(string type, JsonTypeInfo<T> json, Action<T> handler)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(handler);
        Handle(type, data => handler(data.Deserialize(json) ?? throw new JsonException($"The data of {type} is null.")));
    }

    /// <summary>Sends a request of any type, and waits for its reply. While there is no session, it waits for the next one.</summary>
    /// <param name="type">The type, such as <c>order.place</c>.</param>
    /// <param name="data">What it says.</param>
    /// <param name="requestJson">Writes that.</param>
    /// <param name="replyJson">Reads the reply.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="RealtimeRequestException">The reply was an <c>error</c>.</exception>
    /// <exception cref="RealtimeConnectionException">The connection was lost before the reply came: it may have been carried out.</exception>
    /// <exception cref="TimeoutException">No reply came in time.</exception>
    public async Task<TReply> RequestAsync<TRequest, TReply>(
        string type, TRequest data, JsonTypeInfo<TRequest> requestJson, JsonTypeInfo<TReply> replyJson, CancellationToken cancel = default)
    {
        var socket = await SocketAsync(cancel).ConfigureAwait(false);
        var (reference, reply) = _pending.Add();
        try
        {
            await SendAsync(socket, EnvelopeFormat.Write(type, data, requestJson, reference), cancel).ConfigureAwait(false);
            var answer = await reply.WaitAsync(_options.RequestTimeout, _options.Time, cancel).ConfigureAwait(false);
            return answer.Deserialize(replyJson) ?? throw new JsonException($"The reply to {type} is null.");
        }
        finally
        {
            _pending.Forget(reference);
        }
    }

    /// <summary>As <see cref="RequestAsync"/>, and again with the same data after a loss or where the server says so: for what may be repeated, by a key of its own, say.</summary>
    public async Task<TReply> RepeatAsync<TRequest, TReply>(
        string type, TRequest data, JsonTypeInfo<TRequest> requestJson, JsonTypeInfo<TReply> replyJson, CancellationToken cancel = default)
    {
        while (true)
        {
            try
            {
                return await RequestAsync(type, data, requestJson, replyJson, cancel).ConfigureAwait(false);
            }
            catch (RealtimeRequestException e) when (e.MayBeRepeated)
            {
                await Task.Delay(e.RetryAfter ?? _options.FirstDelay, _options.Time, cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is TimeoutException || (e is RealtimeConnectionException && State != ConnectionState.Closed))
            {
                // Whether it was carried out the next reply says. That the connection is lost may be noticed a moment later than here.
                await Task.Delay(AfterLoss, _options.Time, cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends what has no reply.</summary>
    /// <exception cref="RealtimeConnectionException">The connection is lost.</exception>
    public async Task SendAsync<T>(string type, T data, JsonTypeInfo<T> json, CancellationToken cancel = default)
    {
        var socket = await SocketAsync(cancel).ConfigureAwait(false);
        await SendAsync(socket, EnvelopeFormat.Write(type, data, json, null), cancel).ConfigureAwait(false);
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopped.IsCancellationRequested)
            return;
        await _stopped.CancelAsync().ConfigureAwait(false);
        await _loop.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        _stopped.Dispose();
    }

    /// <summary>Is told every message of a type that answers no request.</summary>
    internal void Handle(string type, Action<JsonElement> handler) => _handlers[type] = handler;

    private static async Task SendAsync(IMessageSocket socket, ReadOnlyMemory<byte> text, CancellationToken cancel)
    {
        try
        {
            await socket.SendAsync(text, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            throw new RealtimeConnectionException("The connection is lost.", socket.CloseCode, e);
        }
    }

    private Task<IMessageSocket> SocketAsync(CancellationToken cancel)
    {
        lock (_gate)
            return _connected.Task.WaitAsync(cancel);
    }

    private async Task RunAsync()
    {
        RealtimeConnectionException? end = null;
        var isFreshToken = false;
        try
        {
            while (!_stopped.IsCancellationRequested)
            {
                var closed = await RunOnceAsync().ConfigureAwait(false);
                var wasRefused = closed.CloseCode is Unauthorized;
                if (closed.CloseCode is NormalClosure or (>= 4_400 and < 4_500) && !(wasRefused && !isFreshToken))
                {
                    end = closed;
                    break;
                }

                // A token that ran out meanwhile is no reason to end; one that was just made is.
                isFreshToken = wasRefused;
                var wait = _reconnectAfter is { } asked ? asked * Random.Shared.NextDouble() : _backoff.Next(Random.Shared.NextDouble());
                _reconnectAfter = null;
                if (!wasRefused)
                    await Task.Delay(wait, _options.Time, _stopped.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
        finally
        {
            var cause = end ?? new RealtimeConnectionException("The client is closed.", NormalClosure);
            Change(ConnectionState.Closed);
            lock (_gate)
            {
                if (!_connected.TrySetException(cause))
                    _connected = Failed(cause);
                _ = _connected.Task.Exception;
            }

            _pending.Fail(cause);
        }

        if (end is not null)
            throw end;
    }

    private static TaskCompletionSource<IMessageSocket> Failed(RealtimeConnectionException cause)
    {
        var failed = new TaskCompletionSource<IMessageSocket>();
        failed.SetException(cause);
        return failed;
    }

    // One connection, from the first byte to the last; how it ended.
    private async Task<RealtimeConnectionException> RunOnceAsync()
    {
        string token;
        try
        {
            token = await _options.Token(_stopped.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whoever hands out tokens may be away for a while, as the server may be.
        catch (Exception e) when (!_stopped.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new RealtimeConnectionException("There is no token.", inner: e);
        }

        IMessageSocket? socket = null;
        RealtimeConnectionException closed;
        try
        {
            socket = await OpenAsync(token).ConfigureAwait(false);
            Transport = socket.Transport;
            while (await socket.ReceiveAsync(_stopped.Token).ConfigureAwait(false) is { } text)
                Receive(socket, EnvelopeFormat.Read(text));
            closed = new RealtimeConnectionException($"The server closed the connection with {socket.CloseCode}.", socket.CloseCode);
        }
        catch (RealtimeConnectionException e)
        {
            closed = e;
        }
        catch (Exception e) when (e is WebSocketException or IOException)
        {
            closed = new RealtimeConnectionException("The connection is lost.", inner: e);
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            if (socket is not null)
                await GoodbyeAsync(socket).ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException e)
        {
            closed = new RealtimeConnectionException("The server did not answer in time.", inner: e);
        }
        finally
        {
            socket?.Dispose();
        }

        lock (_gate)
        {
            if (_connected.Task.IsCompleted)
                _connected = new TaskCompletionSource<IMessageSocket>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        _pending.Fail(closed);
        Change(ConnectionState.Connecting);
        return closed;
    }

    // Whether it is the network that lets no WebSocket through, or the server that is away, HTTP will tell.
    private async Task<IMessageSocket> OpenAsync(string token)
    {
        var url = (_options with { Device = _device }).SocketUrl;
        if (_options.Transport != RealtimeTransport.Http)
        {
            try
            {
                var socket = await ConnectAsync(new MessageSocket(url, token, Session?.Resume)).ConfigureAwait(false);
                _unopened = 0;
                return socket;
            }
            catch (Exception e) when (_options.Transport == RealtimeTransport.Auto && !_stopped.IsCancellationRequested && MayBeTheNetwork(e))
            {
                // Over HTTP, then.
            }
        }

        var stream = await ConnectAsync(new StreamSocket(url, token, Session?.Resume, _options.Time)).ConfigureAwait(false);

        // Who comes back from here is refused an upgrade once, not twice.
        _unopened = 1;
        return stream;
    }

    // A proxy may answer 403 in the server's place; 401 is the server's. Where nobody listens, HTTP goes nowhere either: should the server come up right between both, the client would stay with HTTP for nothing.
    private bool MayBeTheNetwork(Exception e) => e switch
    {
        RealtimeConnectionException refused => refused.CloseCode != Unauthorized,
        { InnerException: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } } => false,
        _ => ++_unopened > 1,
    };

    private async Task<IMessageSocket> ConnectAsync(IMessageSocket socket)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token);
            patience.CancelAfter(_options.RequestTimeout);
            await socket.ConnectAsync(patience.Token).ConfigureAwait(false);
            return socket;
        }
        catch (Exception e) when (e is WebSocketException or IOException && socket.HttpStatus is 401 or 403)
        {
            var status = socket.HttpStatus;
            socket.Dispose();
            throw new RealtimeConnectionException($"The server refuses the connection: HTTP {status}.", status == 401 ? Unauthorized : Forbidden, e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task GoodbyeAsync(IMessageSocket socket)
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await socket.CloseAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // It is gone already.
        }
    }

    private void Receive(IMessageSocket socket, Received message)
    {
        if (message.Type == "session.ready" && message.Ref is null)
        {
            Ready(socket, message.Data.Deserialize(ClientJson.Default.Session)!);
            return;
        }

        // Also where it is the answer to a request, which whoever asked hears of behind it.
        if (message.Type == "people.blocked")
            Blocks.Tell(message.Data.Deserialize(ClientJson.Default.BlockChange)!);
        if (!_pending.TryAnswer(message) && !Chat.TryTake(message.Type, message.Data) && _handlers.TryGetValue(message.Type, out var handler))
            handler(message.Data);
    }

    private void Ready(IMessageSocket socket, Session session)
    {
        var isNew = Session?.SessionId != session.SessionId;
        var before = Session;
        (Session, _device) = (session, session.Device);
        if (!isNew)
            return;
        _backoff.Reset();
        lock (_gate)
            _connected.TrySetResult(socket);
        Change(ConnectionState.Connected);
        Chat.Begin(before is not null && before.Epoch != session.Epoch);
        Status.Begin();
        Blocks.Begin();
    }

    private async Task RenewAsync()
    {
        try
        {
            var token = await _options.Token(_stopped.Token).ConfigureAwait(false);
            Session = await RequestAsync("session.auth", new AuthData(token), ClientJson.Default.AuthData, ClientJson.Default.Session, _stopped.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The connection ends with the old token, and the next one begins with a new one.
        catch (Exception)
#pragma warning restore CA1031
        {
            // As it says above.
        }
    }

    private void Change(ConnectionState state)
    {
        if (State == state)
            return;
        State = state;
        StateChanged?.Invoke(state);
    }
}
