using System.Net;
using System.Net.Sockets;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>Stands before a peer on 127.0.0.1 and passes on what is sent to it; what it answers not while it is to <see cref="Hold"/> them.</summary>
internal sealed class HalfRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _peer;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _open = Opened();

    public HalfRelay(int peer)
    {
        _peer = peer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where to find it.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Answers wait from now on.</summary>
    public void Hold() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>They go on.</summary>
    public void LetGo() => _open.TrySetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        LetGo();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _peer, _stop.Token);
            await Task.WhenAny(PassAsync(near.GetStream(), far.GetStream(), held: false), PassAsync(far.GetStream(), near.GetStream(), held: true));
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            // Either side is gone.
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, bool held)
    {
        var buffer = new byte[16_384];
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var count)
        {
            if (held)
                await _open.Task;
            await to.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }
    }
}
