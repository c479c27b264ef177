using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using AkkaRealtime.Framing;
using Microsoft.AspNetCore.Http;

namespace AkkaRealtime.Connections.Streams;

/// <summary>
/// A connection without a WebSocket, as the byte stream of one: what the server writes goes down as events of a response that doesn't end (HTML, server-sent events), what the client sends comes up in
/// requests of its own. Inside it is frames, as everywhere, so that connection, inbox and outbox are the same code. Lasts as long as the response: until <see cref="Complete"/>.
/// </summary>
internal sealed class StreamTransport(HttpContext context) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), ITransport, IDisposable
{
    // One under way, and its repetitions by a client that has waited for too long: each holds a body.
    private const int MaxPosts = 4;

    private readonly Lock _lock = new();
    private readonly PipeWriter _out = context.Response.BodyWriter;
    private readonly ServerFrames _frames = new();

    // Its default size, 64 KiB: more waits with the client, whose request is answered when it is taken.
    private readonly Pipe _in = new(new PipeOptions(useSynchronizationContext: false));
    private readonly SemaphoreSlim _turn = new(1);

    // Null once the response has ended: its object may then serve another request, which must not be aborted.
    private HttpContext? _context = context;
    private long _next = 1;
    private int _posts;
    private bool _inEvent;
    private volatile bool _ended;

    // 1000, as a browser closes.
    private static ReadOnlySpan<byte> Normal => [0x03, 0xE8];

    /// <summary>Tells the client the stream's name, and how much it may send at once, before anything else.</summary>
    public async ValueTask BeginAsync(string name, int maxBytes)
    {
        WriteEvent("open", json =>
        {
            json.WriteString("stream", name);
            json.WriteNumber("maxBytes", maxBytes);
        });
        await FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Tells the client why there is no connection; the only thing it is told.</summary>
    public async ValueTask RefuseAsync(int code, string reason)
    {
        WriteClose(code, reason);
        await FlushAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Takes what a request of the client's brings: an envelope a line, once and in the order of the requests' numbers. Returns when there is place for the next one. Safe from any thread.
    /// </summary>
    public async Task<PostOutcome> TakeAsync(long number, ReadOnlyMemory<byte> lines)
    {
        if (Interlocked.Increment(ref _posts) > MaxPosts)
        {
            Interlocked.Decrement(ref _posts);
            return PostOutcome.Busy;
        }

        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_ended)
                return PostOutcome.Gone;
            var outcome = number > _next ? PostOutcome.Early : PostOutcome.Taken;

            // The client is there, whatever it says; and so requests have the measure that pings have.
            _in.Writer.Write(ClientFrame.Of(Opcode.Pong, isLast: true, []));
            if (number == _next)
            {
                _next++;
                WriteLines(lines.Span);
            }

            return (await _in.Writer.FlushAsync().ConfigureAwait(false)).IsCompleted ? PostOutcome.Gone : outcome;
        }
        finally
        {
            _turn.Release();
            Interlocked.Decrement(ref _posts);
        }
    }

    /// <summary>The client says goodbye, behind all that it has sent. Safe from any thread.</summary>
    public async Task<PostOutcome> LeaveAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_ended)
                return PostOutcome.Gone;
            _in.Writer.Write(ClientFrame.Of(Opcode.Close, isLast: true, Normal));
            await _in.Writer.FlushAsync().ConfigureAwait(false);
            return PostOutcome.Taken;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whoever reads comes to the end: the client is gone, or was told the end. Safe from any thread.</summary>
    public void EndReading()
    {
        _ended = true;
        _in.Reader.CancelPendingRead();
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (_ended)
            return 0;
        var result = await _in.Reader.ReadAsync().ConfigureAwait(false);
        var there = result.Buffer.Slice(0, _ended ? 0 : Math.Min(buffer.Length, result.Buffer.Length));
        there.CopyTo(buffer.Span);
        var length = (int)there.Length;
        _in.Reader.AdvanceTo(there.End);
        return length;
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var isClosed = false;
        while (_frames.TryRead(ref bytes, out var piece))
        {
            WritePiece(piece);
            isClosed |= piece.Opcode == Opcode.Close;
        }

        await FlushAsync().ConfigureAwait(false);

        // There is nothing that the client would have to answer: the end of the response says it all.
        if (isClosed)
            EndReading();
    }

    /// <inheritdoc/>
    public void Abort()
    {
        lock (_lock)
            _context?.Abort();
        EndReading();
    }

    /// <inheritdoc/>
    public void Complete()
    {
        lock (_lock)
            _context = null;
        _ended = true;

        // Whoever waits for place to come up waits no longer.
        _in.Reader.Complete();
        TrySetResult();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        EndReading();
        lock (_lock)
            _context = null;
    }

    private void WriteLines(ReadOnlySpan<byte> lines)
    {
        foreach (var range in lines.Split((byte)'\n'))
        {
            var line = lines[range].TrimEnd((byte)'\r');
            if (!line.IsEmpty)
                _in.Writer.Write(ClientFrame.Of(Opcode.Text, isLast: true, line));
        }
    }

    private void WritePiece(in FramePiece piece)
    {
        switch (piece.Opcode)
        {
            case Opcode.Text:
                if (!_inEvent)
                    Write("data: "u8);
                WriteText(piece.Payload.Span);
                _inEvent = !piece.IsLast;
                if (piece.IsLast)
                    Write("\n\n"u8);
                break;

            // A comment: it keeps proxies from thinking that nobody is there.
            case Opcode.Ping:
                Write(": ping\n\n"u8);
                break;
            case Opcode.Close:
                var payload = piece.Payload.Span;
                WriteClose(
                    payload.Length < 2 ? PeerClose.NoStatus : BinaryPrimitives.ReadUInt16BigEndian(payload),
                    payload.Length < 2 ? "" : Encoding.UTF8.GetString(payload[2..]));
                break;
        }
    }

    // A line break, which would end the event's line, can stand between the parts of JSON only.
    private void WriteText(ReadOnlySpan<byte> json)
    {
        for (int at; (at = json.IndexOfAny((byte)'\n', (byte)'\r')) >= 0; json = json[(at + 1)..])
        {
            Write(json[..at]);
            Write(" "u8);
        }

        Write(json);
    }

    private void WriteClose(int code, string reason) => WriteEvent("close", json =>
    {
        json.WriteNumber("code", code);
        json.WriteString("reason", reason);
    });

    private void WriteEvent(string name, Action<Utf8JsonWriter> members)
    {
        var data = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(data))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        Write(Encoding.ASCII.GetBytes($"event: {name}\ndata: "));
        Write(data.WrittenSpan);
        Write("\n\n"u8);
    }

    // Asked for nothing in particular, Kestrel's writer may have nothing left to give.
    private void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var place = _out.GetSpan(1);
            var length = Math.Min(place.Length, bytes.Length);
            bytes[..length].CopyTo(place);
            _out.Advance(length);
            bytes = bytes[length..];
        }
    }

    private async ValueTask FlushAsync()
    {
        var flushed = await _out.FlushAsync().ConfigureAwait(false);
        if (flushed.IsCompleted || flushed.IsCanceled)
            throw new IOException("The client is gone.");
    }
}
