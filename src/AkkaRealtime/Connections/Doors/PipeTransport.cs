using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace AkkaRealtime.Connections.Doors;

/// <summary>A socket as Kestrel accepts it, with no HTTP above it. Lasts until <see cref="Complete"/>.</summary>
internal sealed class PipeTransport(ConnectionContext connection)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), ITransport
{
    private readonly PipeReader _input = connection.Transport.Input;
    private readonly PipeWriter _output = connection.Transport.Output;

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
        var flush = _output.WriteAsync(bytes);
        if (!flush.IsCompletedSuccessfully)
            return AwaitAsync(flush);
        Check(flush.Result);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Abort() => connection.Abort();

    /// <inheritdoc/>
    public void Complete() => TrySetResult();

    private static async ValueTask AwaitAsync(ValueTask<FlushResult> flush) => Check(await flush.ConfigureAwait(false));

    // The other end of the pipe is gone.
    private static void Check(FlushResult result)
    {
        if (result.IsCompleted || result.IsCanceled)
            throw new IOException("The socket is closed.");
    }
}
