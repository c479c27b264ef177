using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using System.Threading.Tasks.Sources;
using AkkaRealtime.Connections;
using AkkaRealtime.Framing;
using AkkaRealtime.Tests.Framing;

namespace AkkaRealtime.Tests.Connections;

/// <summary>A socket without a network, seen from its client: what it sends is read by the server, and the server's frames come out one by one.</summary>
internal sealed class MemorySocket : ITransport
{

    private readonly Channel<byte[]> _toServer = Channel.CreateBounded<byte[]>(10_000);
    private readonly Channel<string> _frames = Channel.CreateBounded<string>(100_000);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _writingEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _writing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<byte> _partial = [];
    private volatile TaskCompletionSource? _stalled;
    private ReadOnlyMemory<byte> _reading;

    /// <summary>Every write of the server, as it was handed over.</summary>
    public List<ReadOnlyMemory<byte>> Writes { get; } = [];

    public bool IsAborted { get; private set; }

    /// <summary>Set to have writes fail.</summary>
    public bool Broken { get; set; }

    public void Send(string type, string? data = null) =>
        SendText(data is null ? $$"""{"type":"{{type}}"}""" : $$"""{"type":"{{type}}","data":{{data}}}""");

    public void SendText(string text) => SendBytes(ClientFrames.Text(text));

    public void SendBytes(byte[] bytes) => _toServer.Writer.TryWrite(bytes);

    public void SendClose(int code = 1000) => SendBytes(ClientFrames.Close(code));

    /// <summary>The client is gone without a word.</summary>
    public void Disconnect() => _toServer.Writer.TryComplete();

    /// <summary>The client reads no more, until <see cref="Resume"/>.</summary>
    public void Stall() => _stalled ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A write has begun that waits for <see cref="Resume"/>, and whoever writes knows that it waits.</summary>
    public Task WritingAsync() => _writing.Task.WaitAsync(Patient.Wait);

    public void Resume() => Interlocked.Exchange(ref _stalled, null)?.TrySetResult();

    /// <summary>The next frame: "text:…", "ping:…", "pong:…" or "close:code:reason".</summary>
    public async Task<string> NextFrameAsync() => await _frames.Reader.ReadAsync().AsTask().WaitAsync(Patient.Wait);

    /// <summary>The next message, past pings, which has to be an envelope of <paramref name="type"/>; its data.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        string frame;
        while ((frame = await NextFrameAsync()) == "ping:")
        {
        }

        Assert.StartsWith("text:", frame, StringComparison.Ordinal);
        var envelope = JsonDocument.Parse(frame["text:".Length..]).RootElement;
        Assert.True(envelope.GetProperty("type").GetString() == type, $"{type} was expected, not {frame}");
        return envelope.GetProperty("data");
    }

    /// <summary>The code of the close frame, which has to be next.</summary>
    public async Task<int> NextCloseAsync()
    {
        var frame = await NextFrameAsync();
        Assert.StartsWith("close:", frame, StringComparison.Ordinal);
        return int.Parse(frame.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The code of the close frame, whatever comes before.</summary>
    public async Task<int> CloseCodeAsync()
    {
        string frame;
        while (!(frame = await NextFrameAsync()).StartsWith("close:", StringComparison.Ordinal))
        {
        }

        return int.Parse(frame.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The server has said that it writes no more.</summary>
    public Task WritingEndedAsync() => _writingEnded.Task.WaitAsync(Patient.Wait);

    /// <summary>Both loops of the server have ended.</summary>
    public Task CompletedAsync() => _completed.Task.WaitAsync(Patient.Wait);

    public bool HasFrames => _frames.Reader.Count > 0;

    async ValueTask<int> ITransport.ReadAsync(Memory<byte> buffer)
    {
        if (_reading.IsEmpty)
        {
            if (!await _toServer.Reader.WaitToReadAsync() || !_toServer.Reader.TryRead(out var next))
                return 0;
            _reading = next;
        }

        var length = Math.Min(buffer.Length, _reading.Length);
        _reading[..length].CopyTo(buffer);
        _reading = _reading[length..];
        return length;
    }

    ValueTask ITransport.WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_stalled is { } stalled)
            return new ValueTask(new Awaited(TakeLaterAsync(stalled.Task, bytes), _writing), 0);
        Take(bytes);
        return default;
    }

    private async Task TakeLaterAsync(Task resumed, ReadOnlyMemory<byte> bytes)
    {
        await resumed;
        Take(bytes);
    }

    private void Take(ReadOnlyMemory<byte> bytes)
    {
        if (Broken || IsAborted)
            throw new IOException("The socket is broken.");
        lock (Writes)
            Writes.Add(bytes);
        _partial.AddRange(bytes.Span);
        while (TryTakeFrame())
        {
        }
    }

    void ITransport.Abort()
    {
        IsAborted = true;
        _toServer.Writer.TryComplete();
        Resume();
    }

    /// <summary>Whether the server can end its side alone.</summary>
    public bool HasHalfClose { get; set; } = true;

    void ITransport.EndWriting() => _writingEnded.TrySetResult();

    void ITransport.Complete() => _completed.TrySetResult();

    private bool TryTakeFrame()
    {
        if (_partial.Count < 2)
            return false;
        Assert.True((_partial[1] & 0x80) == 0, "A server masks nothing.");
        byte[] bytes = [.. _partial];
        long length = bytes[1] & 0x7F;
        var header = length switch { 126 => 4, 127 => 10, _ => 2 };
        if (bytes.Length < header)
            return false;
        if (length == 126)
            length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2));
        else if (length == 127)
            length = (long)BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(2));
        if (bytes.Length < header + length)
            return false;
        _partial.RemoveRange(0, header + (int)length);
        _frames.Writer.TryWrite(Tell((Opcode)(bytes[0] & 0x0F), bytes.AsSpan(header, (int)length)));
        return true;
    }

    private static string Tell(Opcode opcode, ReadOnlySpan<byte> payload) => opcode switch
    {
        Opcode.Text => "text:" + Encoding.UTF8.GetString(payload),
        Opcode.Ping => "ping:" + Encoding.UTF8.GetString(payload),
        Opcode.Pong => "pong:" + Encoding.UTF8.GetString(payload),
        Opcode.Close when payload.IsEmpty => "close:1005:",
        Opcode.Close => $"close:{BinaryPrimitives.ReadUInt16BigEndian(payload)}:{Encoding.UTF8.GetString(payload[2..])}",
        _ => "other",
    };

    // Tells when somebody has begun to wait for the task: a task of its own tells nothing of that.
    private sealed class Awaited(Task task, TaskCompletionSource awaited) : IValueTaskSource
    {
        public void GetResult(short token) => task.GetAwaiter().GetResult();

        public ValueTaskSourceStatus GetStatus(short token) => task.Status switch
        {
            TaskStatus.RanToCompletion => ValueTaskSourceStatus.Succeeded,
            TaskStatus.Faulted => ValueTaskSourceStatus.Faulted,
            TaskStatus.Canceled => ValueTaskSourceStatus.Canceled,
            _ => ValueTaskSourceStatus.Pending,
        };

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        {
            task.ConfigureAwait(false).GetAwaiter().OnCompleted(() => continuation(state));
            awaited.TrySetResult();
        }
    }
}
