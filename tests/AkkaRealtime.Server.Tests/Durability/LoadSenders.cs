using System.Collections.Concurrent;
using System.Net.WebSockets;
using AkkaRealtime.Server.Tests.Support;
using AkkaRealtime.Server.Tests.Support.History;

namespace AkkaRealtime.Server.Tests.Durability;

/// <summary>
/// Several people who write to one room as fast as they are answered, and behave as clients do: connect again when the connection is gone, wait as
/// long as the server says, and send again, with the same key, what was not confirmed. What they were told is compared with what is stored.
/// </summary>
internal sealed class LoadSenders : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly ServerProcess _server;
    private readonly SignedIn[] _senders;
    private readonly string _room;
    private readonly ChatHistory _history = new();
    private readonly ConcurrentDictionary<TaskCompletionSource, int> _waiting = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Task[] _sending;
    private int _refused;

    private LoadSenders(ServerProcess server, SignedIn[] senders, string room)
    {
        (_server, _senders, _room) = (server, senders, room);
        _sending = [.. senders.Select(s => Task.Run(() => SendAsync(s)))];
    }

    /// <summary>Messages that were confirmed so far.</summary>
    public int Confirmed => _history.Confirmed;

    /// <summary>Answers that said <c>unavailable</c>.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>The room that they write to.</summary>
    public string Room => _room;

    /// <summary>The room's last number.</summary>
    public async Task<long> HeadAsync()
    {
        await using var reader = await RawClient.ConnectAsync(_server.SocketUrl, _senders[0].Token);
        return (await reader.RequestAsync("chat.history", new { room = _room, limit = 1 })).Number("head");
    }

    /// <summary>Makes a room, and lets so many senders begin.</summary>
    public static async Task<LoadSenders> StartAsync(ServerProcess server, int count)
    {
        var senders = await Task.WhenAll(Enumerable.Range(0, count).Select(i => SignedIn.ByNameAsync(server.Url, $"sender{i}")));
        await using var owner = await RawClient.ConnectAsync(server.SocketUrl, senders[0].Token);
        var created = await owner.RequestAsync("chat.create", new { kind = "group", name = "Load", members = senders.Skip(1).Select(t => t.User) });
        return new LoadSenders(server, senders, created.Data.GetProperty("room").GetProperty("id").GetString()!);
    }

    /// <summary>Waits until so many more messages are confirmed.</summary>
    public async Task MoreConfirmedAsync(int more)
    {
        var wanted = Confirmed + more;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[reached] = wanted;
        if (Confirmed >= wanted)
            reached.TrySetResult();
        var first = await Task.WhenAny([reached.Task, .. _sending]).WaitAsync(Patience);
        await first;
        Assert.True(Confirmed >= wanted, "A sender has ended.");
    }

    /// <summary>Ends the load, and compares: see <see cref="ChatHistory"/>.</summary>
    public async Task EndAndCompareAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_sending);
        await using var reader = await RawClient.ConnectAsync(_server.SocketUrl, _senders[0].Token);
        var stored = await Reading.HistoryAsync(reader, _room);
        var synced = await Reading.SyncAsync(reader, _room, stored);

        // Before the first message stands who became a member; after it there are messages alone.
        Assert.InRange(stored[0].Seq, 2, _senders.Length + 1);
        var verdict = _history.Judge(Of(stored), Of(synced));
        Assert.True(verdict.IsClean, $"{verdict}");

        Dictionary<string, IReadOnlyList<StoredMessage>> Of(IReadOnlyList<StoredMessage> messages) => new() { [_room] = messages };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_sending).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _over.Dispose();
    }

    private async Task SendAsync(SignedIn sender)
    {
        var next = 0;
        while (!_over.IsCancellationRequested)
        {
            RawClient client;
            try
            {
                client = await RawClient.ConnectAsync(_server.SocketUrl, sender.Token);
            }
            catch (Exception e) when (e is InvalidOperationException or WebSocketException)
            {
                await AnotherProcess.PauseAsync(100, _over.Token);
                continue;
            }

            await using (client)
            {
                try
                {
                    while (!_over.IsCancellationRequested)
                    {
                        if (await TrySendAsync(client, sender.User, $"k{next}"))
                            next++;
                    }
                }
                catch (Exception e) when (e is InvalidOperationException or WebSocketException)
                {
                    // Gone: what was on its way may or may not be stored, and is sent again.
                }

                _history.Connection(Reading.Live(client));
            }
        }
    }

    // A reply that doesn't come within RawClient's patience ends the sender, and fails the test: a server never lets its clients hang.
    private async Task<bool> TrySendAsync(RawClient client, string user, string key)
    {
        try
        {
            _history.Begin(_room, user, key);
            var sent = await client.RequestAsync("chat.send", new { room = _room, key, text = $"{user} {key}" });
            _history.Confirm(_room, user, key, sent.Number("seq"), sent["id"]!, sent.Data.GetProperty("duplicate").GetBoolean());
            foreach (var (reached, wanted) in _waiting)
            {
                if (Confirmed >= wanted)
                    reached.TrySetResult();
            }

            return true;
        }
        catch (RefusedException e) when (e.Code == "unavailable")
        {
            Interlocked.Increment(ref _refused);
            await AnotherProcess.PauseAsync(e.Error.Number("retryAfterMs"), _over.Token);
            return false;
        }
    }
}
