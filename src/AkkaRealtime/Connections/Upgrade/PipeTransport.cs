using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>
/// A socket as Kestrel accepts it, with no HTTP above it. Lasts until <see cref="Complete"/>. Reads come through Kestrel's pipe, which holds no buffer
/// while it waits; writes go to the socket itself, since the pipe would copy them and wake a second thread for each. Nothing must be written to the pipe.
/// </summary>
internal sealed class PipeTransport : TaskCompletionSource, ITransport
{
    private readonly ConnectionContext _connection;
    private readonly PipeReader _input;
    private readonly Socket? _socket;

    public PipeTransport(ConnectionContext connection)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        (_connection, _input) = (connection, connection.Transport.Input);
        _socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;

        // For Send alone, which then says WouldBlock instead of keeping the thread. Kestrel's own reads are asynchronous and don't notice.
        if (_socket is not null)
            _socket.Blocking = false;
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        var result = await _input.ReadAsync().ConfigureAwait(false);
        var length = (int)Math.Min(result.Buffer.Length, buffer.Length);
        var read = result.Buffer.Slice(0, length);
        read.CopyTo(buffer.Span);
        _input.AdvanceTo(read.End);
        if (result.IsCanceled)
            throw new OperationCanceledException();
        return length;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        // A transport that is no socket (in memory, a named pipe) has its pipe alone.
        if (_socket is null)
            return WritePipeAsync(bytes);
        var sent = _socket.Send(bytes.Span, SocketFlags.None, out var error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
            throw new IOException("The socket is closed.", new SocketException((int)error));
        return sent == bytes.Length ? ValueTask.CompletedTask : WriteRestAsync(_socket, bytes[sent..]);
    }

    /// <inheritdoc/>
    public void Abort() => _connection.Abort();

    /// <inheritdoc/>
    public void Complete() => TrySetResult();

    // The client doesn't read as fast as it is written to.
    private static async ValueTask WriteRestAsync(Socket socket, ReadOnlyMemory<byte> rest)
    {
        while (rest.Length > 0)
            rest = rest[await socket.SendAsync(rest, SocketFlags.None).ConfigureAwait(false)..];
    }

    private async ValueTask WritePipeAsync(ReadOnlyMemory<byte> bytes)
    {
        var result = await _connection.Transport.Output.WriteAsync(bytes).ConfigureAwait(false);
        if (result.IsCompleted || result.IsCanceled)
            throw new IOException("The socket is closed.");
    }
}
