using System.Net.WebSockets;
using AkkaRealtime.Cluster.Tests.Nodes;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Cluster.Tests.Load;

/// <summary>
/// Somebody who is there all the time, as a client has it: connects to their own node first, and to another one where that is gone or says nothing.
/// </summary>
internal sealed class Person : IAsyncDisposable
{
    private const int PingMs = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly IReadOnlyList<ClusterNode> _nodes;
    private readonly int _home;
    private readonly Func<RawClient, Task> _connected;
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _living;

    private Person(IReadOnlyList<ClusterNode> nodes, int home, string user, Func<RawClient, Task>? connected)
    {
        (_nodes, _home, User, _connected) = (nodes, home, user, connected ?? (_ => Task.CompletedTask));
        _living = Task.Run(LiveAsync);
    }

    /// <summary>Their id.</summary>
    public string User { get; }

    /// <summary>The connection; null while there is none.</summary>
    public RawClient? Client { get; private set; }

    /// <summary>All that they were ever sent, by connection.</summary>
    public List<RawClient> Connections { get; } = [];

    /// <summary>Connects; <paramref name="connected"/> is done with each connection.</summary>
    public static async Task<Person> ComeAsync(IReadOnlyList<ClusterNode> nodes, int home, string user, Func<RawClient, Task>? connected = null)
    {
        var person = new Person(nodes, home, user, connected);
        await person._first.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return person;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _living;
        if (Client is not null)
            await Client.DisposeAsync();
        _over.Dispose();
    }

    private async Task LiveAsync()
    {
        for (var attempt = 0; !_over.IsCancellationRequested; attempt++)
        {
            if (await _nodes[(_home + attempt) % _nodes.Count].TryConnectAsync(User, Patience) is not { } client)
            {
                await AnotherProcess.PauseAsync(50, _over.Token);
                continue;
            }

            attempt = -1;
            Client = client;
            Connections.Add(client);
            if (await TryAsync(() => _connected(client)))
            {
                _first.TrySetResult();
                while (!_over.IsCancellationRequested && await TryAsync(() => client.RequestAsync("session.ping")))
                    await Task.WhenAny(AnotherProcess.PauseAsync(PingMs, _over.Token), client.Closed);
            }

            if (_over.IsCancellationRequested)
                return;
            Client = null;
            await client.DisposeAsync();
        }
    }

    private static async Task<bool> TryAsync(Func<Task> talk)
    {
        try
        {
            await talk().WaitAsync(Patience);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or WebSocketException or TimeoutException or RefusedException)
        {
            return false;
        }
    }
}
