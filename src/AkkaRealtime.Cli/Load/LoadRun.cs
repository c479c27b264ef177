using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Client;

namespace AkkaRealtime.Cli.Load;

/// <summary>Users who talk in channels of their own, and what they wait for.</summary>
internal sealed partial class LoadRun : IAsyncDisposable
{
    // A server may take no more new connections of one address at a time.
    private const int ConnectAtOnce = 8;
    private static readonly TimeSpan LastDeliveries = TimeSpan.FromSeconds(10);

    private readonly List<(RealtimeClient Client, string Room)> _users = [];
    private readonly ConcurrentDictionary<string, long> _sentAt = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<TimeSpan> _acknowledged = [];
    private readonly ConcurrentBag<TimeSpan> _delivered = [];
    private readonly ConcurrentDictionary<string, int> _refused = new(StringComparer.Ordinal);
    private int _expected;

    private LoadRun()
    {
    }

    /// <summary>Signs them in and brings them into their rooms.</summary>
    public static async Task<LoadRun> ConnectAsync(
        string name, int users, int rooms, Func<string, CancellationToken, Task<RealtimeClientOptions>> optionsOf, Uri server, CancellationToken cancel)
    {
        var run = new LoadRun();
        try
        {
            var clients = new RealtimeClient[users];
            await Parallel.ForAsync(0, users, new ParallelOptions { MaxDegreeOfParallelism = ConnectAtOnce, CancellationToken = cancel }, async (i, stop) =>
            {
                var client = clients[i] = RealtimeClient.Create(await optionsOf($"{name} user {i + 1}", stop));
                client.Chat.EventReceived += e => run.Take(client, e);
                await Connecting.ConnectAsync(client, server, stop);
            });
            run._users.AddRange(clients.Select(client => (client, "")));
            await run.EnterRoomsAsync(name, rooms, cancel);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has them all talk; returns when everybody was told, or it took too long.</summary>
    public async Task<LoadResult> TalkAsync(double perSecond, TimeSpan duration, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(_users.Select((user, i) => TalkAsync(user.Client, user.Room, i, perSecond, duration, cancel)));
        var took = Stopwatch.GetElapsedTime(start);
        var end = Stopwatch.GetTimestamp();
        while (_delivered.Count < Volatile.Read(ref _expected) && Stopwatch.GetElapsedTime(end) < LastDeliveries)
            await Task.Delay(20, cancel);
        return new LoadResult(
            _acknowledged.Count, _acknowledged.Count / took.TotalSeconds, _refused.ToDictionary(), Percentiles.Of(_acknowledged), Percentiles.Of(_delivered), _delivered.Count, _expected - _delivered.Count);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var (client, _) in _users)
            await client.DisposeAsync();
    }

    private async Task EnterRoomsAsync(string name, int rooms, CancellationToken cancel)
    {
        for (var room = 0; room < rooms; room++)
        {
            var made = await _users[room].Client.Chat.CreateAsync($"{name} {room + 1}", kind: "channel", cancel: cancel);
            for (var i = room; i < _users.Count; i += rooms)
            {
                var client = _users[i].Client;
                _users[i] = (client, made.Id);
                if (i != room)
                    await client.RequestAsync("chat.join", new JoinRequest(made.Id), LoadJson.Default.JoinRequest, LoadJson.Default.JsonElement, cancel);
            }
        }
    }

    // They begin one after the other, so that they don't all speak in the same moment.
    private async Task TalkAsync(RealtimeClient client, string room, int number, double perSecond, TimeSpan duration, CancellationToken cancel)
    {
        var every = TimeSpan.FromSeconds(1 / perSecond);
        var others = _users.Count(u => u.Room == room) - 1;
        var start = Stopwatch.GetTimestamp();
        var sending = new List<Task>();
        for (var due = every * number / _users.Count; due < duration; due += every)
        {
            if (due - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } wait)
                await Task.Delay(wait, cancel);
            sending.Add(SendAsync(client, room, others, cancel));
            sending.RemoveAll(s => s.IsCompletedSuccessfully);
        }

        await Task.WhenAll(sending);
    }

    private async Task SendAsync(RealtimeClient client, string room, int others, CancellationToken cancel)
    {
        var key = Guid.NewGuid().ToString("n");
        var sentAt = Stopwatch.GetTimestamp();
        _sentAt[key] = sentAt;
        try
        {
            await client.Chat.SendAsync(room, "The quick brown fox jumps over the lazy dog.", key, cancel: cancel);
            _acknowledged.Add(Stopwatch.GetElapsedTime(sentAt));
            Interlocked.Add(ref _expected, others);
        }
        catch (RealtimeRequestException e)
        {
            _refused.AddOrUpdate(e.Code, 1, (_, before) => before + 1);
        }
    }

    // What one has said oneself is no delivery.
    private void Take(RealtimeClient client, RoomEvent e)
    {
        if (e.Type == "chat.message" && e.By != client.Session?.User.Id && e.Data.TryGetProperty("key", out var key) && _sentAt.TryGetValue(key.GetString()!, out var sentAt))
            _delivered.Add(Stopwatch.GetElapsedTime(sentAt));
    }

    private sealed record JoinRequest([property: JsonPropertyName("room")] string Room);

    [JsonSerializable(typeof(JoinRequest))]
    [JsonSerializable(typeof(JsonElement))]
    private sealed partial class LoadJson : JsonSerializerContext;
}
