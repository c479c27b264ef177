using Microsoft.AspNetCore.Http;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>
/// A socket behind ASP.NET Core: an upgraded HTTP/1.1 connection, or a stream of an HTTP/2 one. Its request lasts until <see cref="Complete"/>. Over HTTP/1.1 there is no half-close (Kestrel ends
/// both ways together, and TLS has none): the end of all is an orderly one once everything is written, and a reset before.
/// </summary>
internal sealed class HttpTransport(Stream stream, HttpContext context) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), ITransport, IDisposable
{
    private readonly CancellationTokenSource _reads = new();

    // Null once the request has ended: its object may then serve another one, which must not be aborted.
    private HttpContext? _context = context;
    private bool _isWritten;

    /// <inheritdoc/>
    public bool HasHalfClose { get; } = !HttpProtocol.IsHttp11(context.Request.Protocol);

    /// <summary>Whether it ended in good order with something under way, perhaps, that the client has not taken.</summary>
    public bool IsEndedInOrder => _reads.IsCancellationRequested;

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer) => stream.ReadAsync(buffer, _reads.Token);

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => stream.WriteAsync(bytes);

    /// <inheritdoc/>
    public void EndWriting()
    {
        lock (stream)
        {
            _isWritten = !HasHalfClose;
            if (HasHalfClose && _context is { } open)
                _ = EndStreamAsync(open.Response);
        }
    }

    /// <inheritdoc/>
    public void Abort()
    {
        lock (stream)
        {
            if (_context is null)
                return;
            if (_isWritten)
                _reads.Cancel();
            else
                _context.Abort();
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        lock (stream)
            _context = null;
        TrySetResult();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (stream)
            _reads.Dispose();
    }

    private static async Task EndStreamAsync(HttpResponse response)
    {
        try
        {
            await response.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException or ObjectDisposedException)
        {
            // The client was faster.
        }
    }
}
