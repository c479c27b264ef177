using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Akka.Actor;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>
/// Below HTTP: upgrades HTTP/1.1 connections before Kestrel makes an HTTP connection of them, whose objects would stay for the socket's
/// life. Makes the same decision as <see cref="UpgradeEndpoint"/>; whatever is not a plain, good upgrade (pages, TLS, HTTP/2, proxies, refusals) is passed
/// on untouched.
/// </summary>
internal sealed class UpgradeMiddleware : IDisposable
{
    // Kestrel has its own time limits for whoever connects and sends nothing; these hold once it is passed on.
    private static readonly TimeSpan FirstByteWait = TimeSpan.FromSeconds(5);

    private readonly Func<string?> _path;
    private readonly bool _countsAddresses;
    private readonly Handshake _handshake;
    private readonly Func<IActorRef> _connections;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly ConcurrentDictionary<PipeReader, long> _waiting = new();
    private volatile bool _closed;

    public UpgradeMiddleware(UpgradeOptions options, Func<string?> path, Handshake handshake, TimeProvider time, Func<IActorRef> connections)
    {
        _path = path;
        _countsAddresses = options.CountsAddresses;
        (_handshake, _time, _connections) = (handshake, time, connections);
        _timer = time.CreateTimer(_ => PassOn(FirstByteWait), null, FirstByteWait, FirstByteWait);
    }

    /// <summary>The connection middleware.</summary>
    public ConnectionDelegate Wrap(ConnectionDelegate next) => async connection =>
    {
        if (await TryUpgradeAsync(connection).ConfigureAwait(false) is { } transport)
            await transport.Task.ConfigureAwait(false);
        else
            await next(connection).ConfigureAwait(false);
    };

    /// <summary>The host stops: whoever has sent nothing yet is passed on, for the HTTP server to close.</summary>
    public void Close()
    {
        _closed = true;
        PassOn(TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private async ValueTask<PipeTransport?> TryUpgradeAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        if (await ReadFirstAsync(input).ConfigureAwait(false) is not { } result)
            return null;
        var head = result.Buffer.IsSingleSegment
            ? result.Buffer.First
            : result.Buffer.Slice(0, Math.Min(result.Buffer.Length, UpgradeRequest.MaxBytes)).ToArray();
        var length = 0;
        var request = result.IsCanceled || _path() is not { } path
            ? null
            : UpgradeRequest.TryRead(head.Span, path, _countsAddresses ? (connection.RemoteEndPoint as IPEndPoint)?.Address : null, out length);
        var decision = request is { } asked ? await DecideAsync(asked, connection.ConnectionClosed).ConfigureAwait(false) : null;
        if (decision?.Accepted is not { } accepted)
        {
            // Nothing was taken: the HTTP server finds all of it, and decides anew.
            input.AdvanceTo(result.Buffer.Start);
            return null;
        }

        input.AdvanceTo(result.Buffer.GetPosition(length));
        connection.Features.Get<IDecrementConcurrentConnectionCountFeature>()?.ReleaseConnection();
        var transport = new PipeTransport(connection);
        await transport.WriteAsync(Answer(request!.Value.Key!, decision)).ConfigureAwait(false);
        _connections().Tell(new Attach(transport, accepted));
        return transport;
    }

    private async ValueTask<HandshakeResult?> DecideAsync(HandshakeRequest request, CancellationToken closed)
    {
        try
        {
            return await _handshake.DecideAsync(request, closed).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    // Null where there is nothing to look at.
    private async ValueTask<ReadResult?> ReadFirstAsync(PipeReader input)
    {
        try
        {
            _waiting[input] = _time.GetTimestamp();
            if (_closed && _waiting.TryRemove(input, out _))
                return null;
            var result = await input.ReadAsync().ConfigureAwait(false);
            if (_waiting.TryRemove(input, out _))
                return result;

            // It waited too long: the cancellation has come, or is about to, and must not hit the HTTP server.
            while (!result.IsCanceled)
            {
                input.AdvanceTo(result.Buffer.Start);
                result = await input.ReadAsync().ConfigureAwait(false);
            }

            return result;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The HTTP server finds the same.
            _waiting.TryRemove(input, out _);
            return null;
        }
    }

    private void PassOn(TimeSpan silentFor)
    {
        foreach (var (input, since) in _waiting)
        {
            if (_time.GetElapsedTime(since) >= silentFor && _waiting.TryRemove(input, out _))
                input.CancelPendingRead();
        }
    }

    private static byte[] Answer(string key, HandshakeResult decision)
    {
        var selected = decision.Protocol is { } protocol ? $"Sec-WebSocket-Protocol: {protocol}\r\n" : "";
        var agreed = decision.Extension is { } extension ? $"Sec-WebSocket-Extensions: {extension}\r\n" : "";
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {Handshake.AcceptOf(key)}\r\n{selected}{agreed}\r\n");
    }
}
