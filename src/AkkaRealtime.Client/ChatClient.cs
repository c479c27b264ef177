using System.Collections.Concurrent;
using System.Text.Json;

namespace AkkaRealtime.Client;

/// <summary>Rooms and messages of a <see cref="RealtimeClient"/>.</summary>
public sealed class ChatClient
{
    private const int Page = 200;
    private readonly RealtimeClient _client;
    private readonly RoomOrder _order = new();
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _sending = new(StringComparer.Ordinal);
    private bool _isSyncing;
    private bool _mustSync;

    internal ChatClient(RealtimeClient client, RealtimeClientOptions options)
    {
        _client = client;
        foreach (var (room, seq) in options.Positions)
            _order.Begin(room, seq);
        client.Handle("chat.events", TakePage);
        client.Handle("chat.room", data => Enter(data.Deserialize(ClientJson.Default.RoomReply)!.Room));
        client.Handle("session.lagging", _ => Sync());
    }

    /// <summary>An event of one of the user's rooms, of chat or of the host's own: in order, once, without gaps, whatever happens to the connection.</summary>
    public event Action<RoomEvent>? EventReceived;

    /// <summary>The user has come into a room.</summary>
    public event Action<Room>? RoomEntered;

    /// <summary>More was missed in a room than is told one by one: load it anew by <see cref="HistoryAsync"/>.</summary>
    public event Action<string>? Truncated;

    /// <summary>The last <c>seq</c> of each room that was told: keep it, and give it to the next client (<see cref="RealtimeClientOptions.Positions"/>).</summary>
    public IReadOnlyDictionary<string, long> Positions
    {
        get
        {
            lock (_gate)
                return _order.Positions;
        }
    }

    /// <summary>The user's rooms, the latest active first.</summary>
    public async Task<IReadOnlyList<Room>> RoomsAsync(CancellationToken cancel = default)
    {
        var rooms = new List<Room>();
        string? cursor = null;
        do
        {
            var page = await _client.RepeatAsync("chat.rooms", new RoomsRequest(Page, cursor), ClientJson.Default.RoomsRequest, ClientJson.Default.RoomsReply, cancel).ConfigureAwait(false);
            rooms.AddRange(page.Rooms);
            cursor = page.Next;
        }
        while (cursor is not null);
        return rooms;
    }

    /// <summary>Makes a group, or a channel.</summary>
    /// <exception cref="RealtimeRequestException">It was refused.</exception>
    /// <exception cref="RealtimeConnectionException">The connection was lost before the reply came: it may have been made.</exception>
    public async Task<Room> CreateAsync(string name, IReadOnlyList<string>? members = null, string kind = "group", string? topic = null, CancellationToken cancel = default) =>
        Entered(await _client.RequestAsync("chat.create", new CreateRequest(kind, name, members, topic), ClientJson.Default.CreateRequest, ClientJson.Default.RoomReply, cancel).ConfigureAwait(false));

    /// <summary>The direct room with a user, made where there is none.</summary>
    /// <exception cref="RealtimeRequestException">It was refused.</exception>
    public async Task<Room> DirectAsync(string user, CancellationToken cancel = default) =>
        Entered(await _client.RepeatAsync("chat.direct", new DirectRequest(user), ClientJson.Default.DirectRequest, ClientJson.Default.RoomReply, cancel).ConfigureAwait(false));

    /// <summary>
    /// Sends a message, and returns when it is stored: again and again under the same key, over losses of the connection, so that it is there once. Messages of one room are sent in the order of
    /// the calls.
    /// </summary>
    /// <param name="room">The room.</param>
    /// <param name="text">What to say.</param>
    /// <param name="key">The idempotency key; null: a new one.</param>
    /// <param name="replyTo">The message that it answers.</param>
    /// <param name="thread">The message whose thread it is in.</param>
    /// <param name="mentions">Users who are mentioned.</param>
    /// <param name="audience"><c>all</c> mentions all members of the room, <c>here</c> those who are online.</param>
    /// <param name="previews">False: the server is not to look where its links lead.</param>
    /// <param name="data">What your app says with it, an object, for the app of whoever reads it.</param>
    /// <param name="cancel">Gives up; it may be stored all the same.</param>
    /// <exception cref="RealtimeRequestException">It was refused.</exception>
    /// <exception cref="RealtimeConnectionException">The client is closed.</exception>
    public async Task<Sent> SendAsync(
        string room, string text, string? key = null, string? replyTo = null, string? thread = null, IReadOnlyList<string>? mentions = null, string? audience = null, bool? previews = null,
        JsonElement? data = null, CancellationToken cancel = default)
    {
        var message = new SendRequest(room, key ?? Guid.NewGuid().ToString("n"), text, replyTo, thread, mentions, audience, previews, data);
        var turn = _sending.GetOrAdd(room, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await _client.RepeatAsync("chat.send", message, ClientJson.Default.SendRequest, ClientJson.Default.Sent, cancel).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Says how far the user has read.</summary>
    public Task MarkReadAsync(string room, long seq, CancellationToken cancel = default) =>
        _client.RepeatAsync("chat.read", new ReadRequest(room, seq), ClientJson.Default.ReadRequest, ClientJson.Default.OkReply, cancel);

    /// <summary>Messages of a room in their current state: the latest, or those before or after a <c>seq</c>.</summary>
    public Task<History> HistoryAsync(string room, long? before = null, long? after = null, int limit = 50, CancellationToken cancel = default) =>
        _client.RepeatAsync("chat.history", new HistoryRequest(room, before, after, limit), ClientJson.Default.HistoryRequest, ClientJson.Default.History, cancel);

    /// <summary>A session has begun: what was missed is asked for.</summary>
    internal void Begin(bool isOtherStore)
    {
        if (isOtherStore)
        {
            lock (_gate)
                _order.Clear();
        }

        Sync();
    }

    /// <summary>A message came that answers no request. False where it is no event of a room's log: those have these four members, and no other message has (protocol §7).</summary>
    internal bool TryTake(string type, JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("room", out var room) || !data.TryGetProperty("seq", out var seq)
            || !data.TryGetProperty("at", out _) || !data.TryGetProperty("by", out _))
            return false;
        if (!Tell(type, room.GetString()!, seq.GetInt64(), data))
            Sync();
        return true;
    }

    private Room Entered(RoomReply reply)
    {
        lock (_gate)
            _order.Begin(reply.Room.Id, reply.Room.Head);
        return reply.Room;
    }

    private void Enter(Room room)
    {
        lock (_gate)
            _order.Begin(room.Id, room.Head);
        RoomEntered?.Invoke(room);
    }


    private void TakePage(JsonElement data)
    {
        var page = data.Deserialize(ClientJson.Default.EventsPage)!;
        if (page.Truncated)
        {
            lock (_gate)
                _order.Skip(page.Room, page.Head);
            Truncated?.Invoke(page.Room);
            return;
        }

        foreach (var e in page.Events)
            Tell(e.Type, page.Room, e.Data.GetProperty("seq").GetInt64(), e.Data);
    }

    // False: there is a gap before it.
    private bool Tell(string type, string room, long seq, JsonElement data)
    {
        bool isNext, hasGap;
        lock (_gate)
        {
            isNext = _order.Take(room, seq);
            hasGap = !isNext && _order.Gaps().ContainsKey(room);
        }

        if (isNext)
            EventReceived?.Invoke(new RoomEvent(type, room, seq, data));
        if (isNext && type == "chat.left" && data.TryGetProperty("user", out var user) && user.GetString() == _client.Session?.User.Id)
        {
            lock (_gate)
                _order.Forget(room);
        }

        return !hasGap;
    }

    private void Sync()
    {
        lock (_gate)
        {
            _mustSync = true;
            if (_isSyncing)
                return;
            _isSyncing = true;
        }

        _ = SyncAsync();
    }

    private async Task SyncAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                if (!_mustSync && _order.Gaps().Count == 0)
                {
                    _isSyncing = false;
                    return;
                }

                _mustSync = false;
            }

            try
            {
                // Rooms that the user came into meanwhile begin where they are; all others are told from where they were.
                var rooms = await RoomsAsync().ConfigureAwait(false);
                IReadOnlyDictionary<string, long> positions;
                lock (_gate)
                {
                    foreach (var room in rooms)
                        _order.Begin(room.Id, room.Head);
                    var own = rooms.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
                    foreach (var gone in _order.Positions.Keys.Where(id => !own.Contains(id)))
                        _order.Forget(gone);
                    positions = _order.Positions;
                }

                foreach (var part in positions.Chunk(Page))
                {
                    await _client.RequestAsync(
                        "chat.sync", new SyncRequest(part.ToDictionary(p => p.Key, p => p.Value)), ClientJson.Default.SyncRequest, ClientJson.Default.SyncedReply).ConfigureAwait(false);
                }
            }
            catch (RealtimeConnectionException)
            {
                // The next session begins with it.
                lock (_gate)
                    _isSyncing = false;
                return;
            }
            catch (Exception e) when (e is TimeoutException or RealtimeRequestException)
            {
                lock (_gate)
                    _mustSync = true;
            }
        }
    }
}
