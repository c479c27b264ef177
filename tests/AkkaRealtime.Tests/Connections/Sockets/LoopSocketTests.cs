using System.Net;
using System.Net.Sockets;
using AkkaRealtime.Connections.Sockets;
using AkkaRealtime.EventLoops;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Tests.Connections.Sockets;

public sealed class LoopSocketTests : IAsyncLifetime, IDisposable
{
    private readonly EventLoop _loop = new("sockets", NullLogger.Instance);
    private readonly Socket _client = new(SocketType.Stream, ProtocolType.Tcp);
    private Socket _server = null!;
    private LoopSocket _socket = null!;

    public async Task InitializeAsync()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        await _client.ConnectAsync(listener.LocalEndPoint!);
        _server = await listener.AcceptAsync();
        await InLoopAsync(() => _socket = new LoopSocket(_server, _loop));
    }

    [Fact]
    public async Task Read_WhatComesLaterAndWhatIsThereAlready_IsRead()
    {
        var buffer = new byte[16];
        var waits = _socket.ReadAsync(Memory<byte>.Empty);
        Assert.False(waits.IsCompleted);
        _client.Send("one"u8);
        Assert.Equal(0, await waits.AsTask().WaitAsync(Patient.Wait));
        Assert.Equal(3, await _socket.ReadAsync(buffer).AsTask().WaitAsync(Patient.Wait));

        // Nobody waits now: it is reported once, and then no more.
        _client.Send("two"u8);
        await InLoopAsync(() => { });
        Assert.Equal(0, await _socket.ReadAsync(Memory<byte>.Empty).AsTask().WaitAsync(Patient.Wait));
        Assert.Equal(3, await _socket.ReadAsync(buffer).AsTask().WaitAsync(Patient.Wait));
        Assert.Equal("two"u8.ToArray(), buffer[..3]);
    }

    [Fact]
    public async Task Read_ClientCloses_IsTheEnd()
    {
        var waits = _socket.ReadAsync(Memory<byte>.Empty);
        _client.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await waits.AsTask().WaitAsync(Patient.Wait));
        Assert.Equal(0, await _socket.ReadAsync(new byte[16]).AsTask().WaitAsync(Patient.Wait));
    }

    [Fact]
    public async Task Write_MoreThanTheClientReads_WaitsAndThenGoesOnInOrder()
    {
        var sent = new byte[8 * 1_024 * 1_024];
        new Random(7).NextBytes(sent);
        var writes = _socket.WriteAsync(sent).AsTask();
        Assert.False(writes.IsCompleted);

        var received = new byte[sent.Length];
        for (var length = 0; length < received.Length;)
            length += await _client.ReceiveAsync(received.AsMemory(length)).AsTask().WaitAsync(Patient.Wait);
        await writes.WaitAsync(Patient.Wait);
        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task Abort_WhoWaits_ComesBack()
    {
        var reads = _socket.ReadAsync(Memory<byte>.Empty).AsTask();
        var writes = _socket.WriteAsync(new byte[8 * 1_024 * 1_024]).AsTask();
        _socket.Abort();
        await reads.WaitAsync(Patient.Wait);
        Assert.Equal(0, await _socket.ReadAsync(new byte[16]).AsTask().WaitAsync(Patient.Wait));
        await Assert.ThrowsAsync<IOException>(() => writes.WaitAsync(Patient.Wait));

        // And the client is not kept waiting for what is left.
        _socket.Complete();
        await Assert.ThrowsAsync<SocketException>(ReadAllAsync);
    }

    [Fact]
    public async Task Abort_NobodyWaits_TheNextReadIsTheEndAndTheLoopRests()
    {
        _client.Send("unread"u8);
        Assert.Equal(0, await _socket.ReadAsync(Memory<byte>.Empty).AsTask().WaitAsync(Patient.Wait));
        _socket.Abort();

        // The end is reported until somebody asks: were it left so, the loop would never sleep again.
        await InLoopAsync(() => { });
        await InLoopAsync(() => { });
        await InLoopAsync(() => Assert.Equal(0, _loop.Epoll.Wait(wait: false)));
        Assert.Equal(6, await _socket.ReadAsync(new byte[16]).AsTask().WaitAsync(Patient.Wait));
        Assert.Equal(0, await _socket.ReadAsync(Memory<byte>.Empty).AsTask().WaitAsync(Patient.Wait));
        Assert.Equal(0, await _socket.ReadAsync(new byte[16]).AsTask().WaitAsync(Patient.Wait));
    }

    [Fact]
    public async Task Complete_ClosesTheSocket()
    {
        _socket.Complete();
        Assert.Equal(0, await _client.ReceiveAsync(new byte[16]).WaitAsync(Patient.Wait));
    }

    [Fact]
    public async Task Dispose_OfTheLoop_CutsWhoIsLeft()
    {
        var reads = _socket.ReadAsync(Memory<byte>.Empty).AsTask();
        _loop.Dispose();
        Assert.Equal(0, await reads.WaitAsync(Patient.Wait));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _loop.Dispose();
        _client.Dispose();
        _server.Dispose();
    }

    private async Task ReadAllAsync()
    {
        while (await _client.ReceiveAsync(new byte[65_536]).WaitAsync(Patient.Wait) > 0)
        {
        }
    }

    private Task InLoopAsync(Action action)
    {
        var ran = new Work(action);
        _loop.Post(ran);
        return ran.Task.WaitAsync(Patient.Wait);
    }

    private sealed class Work(Action action) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), IThreadPoolWorkItem
    {
        public void Execute()
        {
            try
            {
                action();
                SetResult();
            }
            catch (Exception e)
            {
                SetException(e);
            }
        }
    }
}
