using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using AkkaRealtime.Connections.Sockets;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>
/// Looks at the first bytes of whoever connects, without taking them. A plain, good upgrade is answered and becomes a connection; whatever else it
/// is (pages, TLS, HTTP/2, proxies, silence) is for Kestrel, which finds all of it and makes the same decision in <see cref="UpgradeEndpoint"/>. A plain refusal is
/// answered here, where it costs least; who has to be closed with a code is upgraded there.
/// </summary>
internal sealed class SocketGreeting
{
    private readonly Func<string?> _path;
    private readonly ClientAddresses _addresses;
    private readonly Handshake _handshake;
    private readonly Admission _admission;
    private readonly TimeProvider _time;
    private readonly Func<IActorRef> _connections;
    private readonly ConcurrentDictionary<LoopSocket, LoopSocket> _waiting = new();
    private int _waitingCount;
    private volatile bool _closed;

    public SocketGreeting(
        ClientAddresses addresses, Func<string?> path, Handshake handshake, Admission admission, TimeProvider time, Func<IActorRef> connections)
    {
        (_path, _addresses, _time) = (path, addresses, time);
        (_handshake, _admission, _connections) = (handshake, admission, connections);
    }

    /// <summary>How many may wait for their first bytes; those beyond are Kestrel's at once, which has a limit of its own.</summary>
    public int MaxWaiting { get; init; } = FileDescriptors.WaitingConnections(FileDescriptors.Limit());

    /// <summary>Upgrades it, or gives it back for Kestrel: untouched, and out of the loop. Null where there is nothing left to do. Call it in the loop.</summary>
    public async Task<Socket?> GreetAsync(LoopSocket transport, Socket socket, PlainConnection place)
    {
        try
        {
            var isHeard = await IsHeardAsync(transport).ConfigureAwait(false);
            if (transport.IsAborted)
            {
                transport.Complete();
                return null;
            }

            if (!isHeard || Read(transport, socket, out var length) is not { } request)
                return transport.Detach();
            place.Asked();
            return await TryAnswerAsync(transport, place, request, length).ConfigureAwait(false) ? null : await DetachAsync(transport).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // However it fails, it is the end of this one socket; mostly the client is gone.
        catch (Exception)
#pragma warning restore CA1031
        {
            transport.Complete();
            return null;
        }
    }

    /// <summary>The host stops: whoever has sent nothing yet is passed on, for the HTTP server to close.</summary>
    public void Close()
    {
        _closed = true;
        PassOn();
    }

    private async ValueTask<bool> IsHeardAsync(LoopSocket transport)
    {
        if (Interlocked.Increment(ref _waitingCount) > MaxWaiting || _closed)
        {
            Interlocked.Decrement(ref _waitingCount);
            return false;
        }

        var heard = transport.ReadAsync(Memory<byte>.Empty);
        _waiting[transport] = transport;
        if (_closed)
            PassOn();
        var result = await heard.ConfigureAwait(false);
        _waiting.TryRemove(transport, out _);
        Interlocked.Decrement(ref _waitingCount);
        return result == 0;
    }

    private HandshakeRequest? Read(LoopSocket transport, Socket socket, out int length)
    {
        length = 0;
        if (_path() is not { } path)
            return null;
        var head = ArrayPool<byte>.Shared.Rent(UpgradeRequest.MaxBytes);
        try
        {
            var bytes = transport.Peek(head.AsSpan(0, UpgradeRequest.MaxBytes));
            return UpgradeRequest.TryRead(head.AsSpan(0, Math.Max(bytes, 0)), path, _addresses, (socket.RemoteEndPoint as IPEndPoint)?.Address, out length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }

    // False where it is left to Kestrel, untouched.
    private async ValueTask<bool> TryAnswerAsync(LoopSocket transport, PlainConnection place, HandshakeRequest request, int length)
    {
        var decision = await _handshake.DecideAsync(request, CancellationToken.None).ConfigureAwait(false);
        if (!decision.IsUpgrade)
        {
            // With something unread, the end would be a reset, which takes the answer back.
            await SkipAsync(transport, length).ConfigureAwait(false);
            await transport.WriteAsync(PlainRefusal.Encode(decision, _time.GetUtcNow())).ConfigureAwait(false);
            transport.Complete();
            return true;
        }

        if (decision.Accepted is not { } accepted)
        {
            place.Refuse(decision);
            return false;
        }

        try
        {
            await SkipAsync(transport, length).ConfigureAwait(false);
            await transport.WriteAsync(Answer(request.Key!, decision)).ConfigureAwait(false);
            _connections().Tell(new Attach(transport, accepted));
            return true;
        }
        catch
        {
            _admission.Undo(accepted);
            throw;
        }
    }

    // It was peeked at: it is all there.
    private static async ValueTask SkipAsync(LoopSocket transport, int length)
    {
        var head = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            for (var read = 0; length > 0; length -= read)
            {
                read = await transport.ReadAsync(head.AsMemory(0, length)).ConfigureAwait(false);
                if (read == 0)
                    throw new IOException("The client is gone.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }

    // Checking a token may have led us elsewhere.
    private static Task<Socket> DetachAsync(LoopSocket transport)
    {
        var detaching = new Detaching(transport);
        transport.Run(detaching);
        return detaching.Task;
    }

    private void PassOn()
    {
        foreach (var transport in _waiting.Keys)
            transport.Run(new StopWaiting(_waiting, transport));
    }

    private static byte[] Answer(string key, HandshakeResult decision)
    {
        var selected = decision.Protocol is { } protocol ? $"Sec-WebSocket-Protocol: {protocol}\r\n" : "";
        var agreed = decision.Extension is { } extension ? $"Sec-WebSocket-Extensions: {extension}\r\n" : "";
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {Handshake.AcceptOf(key)}\r\n{selected}{agreed}\r\n");
    }

    private sealed class Detaching(LoopSocket transport)
        : TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously), IThreadPoolWorkItem
    {
        public void Execute() => SetResult(transport.Detach());
    }

    private sealed class StopWaiting(ConcurrentDictionary<LoopSocket, LoopSocket> waiting, LoopSocket transport) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            // Otherwise it was heard meanwhile, and may be a connection by now.
            if (waiting.TryRemove(transport, out _))
                transport.StopWaiting();
        }
    }
}
