using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>
/// A way to PostgreSQL on which a node stands still, as a paused machine does: once it has said something that holds <c>after</c> and has been answered, nothing that
/// it says comes through any more, and the connection stays.
/// </summary>
internal sealed class StillNode : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource _still = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _after;
    private readonly int _port;

    /// <summary>In front of PostgreSQL's port.</summary>
    public StillNode(int port, string after)
    {
        (_port, _after) = (port, after);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Completes when it stands still.</summary>
    public Task Still => _still.Task;

    /// <summary>The port to connect to instead.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Its connections end. Safe to call again.</summary>
    public void Dispose()
    {
        if (_over.IsCancellationRequested)
            return;
        _over.Cancel();
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _ = PassAsync(await _listener.AcceptTcpClientAsync(_over.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, _port, _over.Token);
            var back = server.GetStream().CopyToAsync(client.GetStream(), _over.Token);
            var buffer = new byte[65_536];
            var said = false;
            while (await client.GetStream().ReadAsync(buffer, _over.Token) is var read and > 0)
            {
                if (said)
                {
                    _still.TrySetResult();
                    await Task.Delay(Timeout.Infinite, _over.Token);
                }

                said = Encoding.UTF8.GetString(buffer, 0, read).Contains(_after, StringComparison.Ordinal);
                await server.GetStream().WriteAsync(buffer.AsMemory(0, read), _over.Token);
            }

            await back;
        }
    }
}
