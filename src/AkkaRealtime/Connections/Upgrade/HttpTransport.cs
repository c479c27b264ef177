using Microsoft.AspNetCore.Http;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>A socket behind ASP.NET Core: an upgraded HTTP/1.1 connection, or a stream of an HTTP/2 one. Its request lasts until <see cref="Complete"/>.</summary>
internal sealed class HttpTransport(Stream stream, HttpContext context) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), ITransport
{
    // Null once the request has ended: its object may then serve another one, which must not be aborted.
    private HttpContext? _context = context;

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer) => stream.ReadAsync(buffer);

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => stream.WriteAsync(bytes);

    /// <inheritdoc/>
    public void EndWriting()
    {
        lock (stream)
        {
            // A stream of HTTP/2 has an end of its own. What Kestrel still has to send of HTTP/1.1 it doesn't say, and TLS has no end that goes one way.
            if (_context is { } open && !HttpProtocol.IsHttp11(open.Request.Protocol))
                _ = EndStreamAsync(open.Response);
        }
    }

    /// <inheritdoc/>
    public void Abort()
    {
        lock (stream)
            _context?.Abort();
    }

    /// <inheritdoc/>
    public void Complete()
    {
        lock (stream)
            _context = null;
        TrySetResult();
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
