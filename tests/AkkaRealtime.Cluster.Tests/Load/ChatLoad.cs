using System.Net.WebSockets;
using AkkaRealtime.Cluster.Tests.Nodes;
using AkkaRealtime.Server.Tests.Support;
using AkkaRealtime.Server.Tests.Support.History;

namespace AkkaRealtime.Cluster.Tests.Load;

/// <summary>
/// A person on each node who writes to rooms in turn, a few messages a second, and behaves as clients do: sends again, with the same key, what was not
/// confirmed, and connects to another node where one is gone or says nothing.
/// </summary>
internal sealed class ChatLoad : IAsyncDisposable
{
    private const int Rooms = 6;
    private const int PaceMs = 50;
    private const int ReadEvery = 10;
    private const int ReadBack = 50;
    private static readonly TimeSpan ReplyPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ChatHistory _history = new();
    private readonly CancellationTokenSource _over = new();
    private readonly IReadOnlyList<ClusterNode> _nodes;
    private readonly string[] _rooms;
    private readonly Task[] _writing;

    private ChatLoad(IReadOnlyList<ClusterNode> nodes, string[] rooms)
    {
        (_nodes, _rooms) = (nodes, rooms);
        _writing = [.. Enumerable.Range(0, nodes.Count).Select(i => Task.Run(() => WriteAsync(i)))];
    }

    /// <summary>Makes the rooms and begins.</summary>
    public static async Task<ChatLoad> StartAsync(IReadOnlyList<ClusterNode> nodes)
    {
        var members = Enumerable.Range(0, nodes.Count).Select(User).ToList();
        foreach (var (node, user) in nodes.Zip(members))
            await (await node.ConnectAsync(user)).DisposeAsync();
        await using var owner = await nodes[0].ConnectAsync(members[0]);
        var rooms = new string[Rooms];
        for (var i = 0; i < Rooms; i++)
        {
            var made = await owner.InsistAsync("chat.create", new { kind = "group", name = $"Load {i}", members = members.Skip(1) });
            rooms[i] = made.Data.GetProperty("room").GetProperty("id").GetString()!;
        }

        var load = new ChatLoad(nodes, rooms);
        await load.MoreAsync(20);
        return load;
    }

    /// <summary>Waits until so many more are confirmed.</summary>
    public async Task MoreAsync(int more)
    {
        var wanted = _history.Confirmed + more;
        await AnotherProcess.UntilAsync(() => _history.Confirmed >= wanted || _writing.Any(w => w.IsFaulted)).WaitAsync(Patience);
        foreach (var ended in _writing.Where(w => w.IsFaulted))
            await ended;
    }

    /// <summary>Ends the load, and judges it by what is stored.</summary>
    public async Task<Verdict> EndAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_writing);
        await using var reader = await ConnectAsync(0, CancellationToken.None);
        var log = new Dictionary<string, IReadOnlyList<StoredMessage>>();
        var synced = new Dictionary<string, IReadOnlyList<StoredMessage>>();
        foreach (var room in _rooms)
        {
            log[room] = await Reading.HistoryAsync(reader, room);
            synced[room] = await Reading.SyncAsync(reader, room, log[room]);
        }

        return _history.Judge(log, synced);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_writing).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _over.Dispose();
    }

    private static string User(int i) => $"writer{i}";

    private async Task WriteAsync(int i)
    {
        for (var next = 0; !_over.IsCancellationRequested;)
        {
            RawClient client;
            try
            {
                client = await ConnectAsync(i, _over.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            for (var silent = 0; silent < 2 && !_over.IsCancellationRequested;)
            {
                try
                {
                    silent = await TrySendAsync(client, i, next) ? 0 : silent + 1;
                    next += silent == 0 ? 1 : 0;
                    if (silent == 0 && next % ReadEvery == 0)
                        await ReadAsync(client, _rooms[(next - 1) % Rooms]);
                    await AnotherProcess.PauseAsync(PaceMs, _over.Token);
                }
                catch (RefusedException e) when (e.Code == "unavailable")
                {
                    await AnotherProcess.PauseAsync(e.Error.Number("retryAfterMs"), _over.Token);
                }
                catch (Exception e) when (e is InvalidOperationException or WebSocketException or TimeoutException)
                {
                    // Gone, or standing still: what was on its way may or may not be stored, and is sent again.
                    break;
                }
            }

            await client.DisposeAsync();
            _history.Connection(Reading.Live(client));
        }
    }

    // The last messages of the room that was written to.
    private async Task ReadAsync(RawClient client, string room)
    {
        var after = Math.Max(0, client.Seen.LastOrDefault(e => e.Type == "chat.message" && e["room"] == room)?.Number("seq") - ReadBack ?? 0);
        var began = _history.BeginRead();
        _history.EndRead(began, room, after, (await Reading.HistoryAsync(client, room, after).WaitAsync(ReplyPatience)).Select(m => m.Seq));
    }

    // At its own node first, then at the others.
    private async Task<RawClient> ConnectAsync(int i, CancellationToken over)
    {
        for (var attempt = 0; ; attempt++)
        {
            over.ThrowIfCancellationRequested();
            if (await _nodes[(i + attempt) % _nodes.Count].TryConnectAsync(User(i), ReplyPatience) is { } client)
                return client;
            await AnotherProcess.PauseAsync(PaceMs, over);
        }
    }

    // False where nobody answered in time; an answer that comes later counts as well.
    private async Task<bool> TrySendAsync(RawClient client, int i, int n)
    {
        var (room, user, key) = (_rooms[n % Rooms], User(i), $"k{n}");
        _history.Begin(room, user, key);
        var sent = client.RequestAsync("chat.send", new { room, key, text = $"{user} {key}" });
        var told = sent.ContinueWith(
            s => _history.Confirm(room, user, key, s.Result.Number("seq"), s.Result["id"]!, s.Result.Data.GetProperty("duplicate").GetBoolean()),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
        try
        {
            await sent.WaitAsync(ReplyPatience);
            await told;
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
