using System.Diagnostics;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>
/// Drives any number of connections from one thread. A closed loop per room: as many messages are in flight as the window says, and the next
/// is sent when the oldest has reached every connection of the room.
/// </summary>
internal sealed class LoadGenerator : IDisposable
{
    private readonly Epoll _epoll = new();
    private readonly byte[] _buffer = GC.AllocateArray<byte>(262_144, pinned: true);
    private readonly int[] _tags = new int[512];
    private readonly Peer _peer;
    private readonly List<LoadConnection> _connections = [];
    private readonly List<Room> _rooms = [];
    private long _deliveries;
    private int _ready;
    private bool _sending;

    /// <summary>A generator of what <paramref name="peer"/> understands.</summary>
    public LoadGenerator(Peer peer) => _peer = peer;

    private sealed class Room(string id)
    {
        public string Id { get; } = id;

        public List<LoadConnection> Members { get; } = [];

        public int Window { get; set; }

        public long Sent { get; set; }

        /// <summary>For each message in flight, how many connections have not got it yet. A connection's n-th delivery counts for message n.</summary>
        public int[] Missing { get; } = new int[64];
    }

    /// <summary>Connects <paramref name="members"/> users to each of the rooms, a few at a time, and returns when all are ready.</summary>
    public void Connect(IReadOnlyList<string> rooms, int members)
    {
        const int atOnce = 32;
        var total = rooms.Count * members;
        var patience = Stopwatch.StartNew();
        _rooms.AddRange(rooms.Select(r => new Room(r)));
        while (_ready < total)
        {
            while (_connections.Count < total && _connections.Count - _ready < atOnce)
                Open(_connections.Count, members);
            Poll(100);
            if (patience.Elapsed > TimeSpan.FromSeconds(90))
                throw new TimeoutException($"{_peer.Name}: {_ready} of {total} connections were ready after 90 s.");
        }
    }

    /// <summary>Sends in every room for this long, with this many in flight each, and returns the deliveries.</summary>
    public long Send(int window, TimeSpan duration)
    {
        var before = _deliveries;
        var time = Stopwatch.StartNew();
        _sending = true;
        foreach (var room in _rooms)
        {
            room.Window = window;
            for (var i = 0; i < window; i++)
                SendNext(room);
        }

        while (time.Elapsed < duration)
            Poll(10);
        var during = _deliveries - before;
        Settle();
        return during;
    }

    /// <summary>Reads for this long what comes by itself, such as pings.</summary>
    public void Idle(TimeSpan duration)
    {
        for (var time = Stopwatch.StartNew(); time.Elapsed < duration;)
            Poll(100);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connections.ForEach(c => c.Dispose());
        _epoll.Dispose();
    }

    private void Open(int index, int members)
    {
        var room = _rooms[index / members];
        var connection = new LoadConnection(_peer.Address, _peer.Path, _peer.TokenOf(index)) { Room = index / members };
        _connections.Add(connection);
        room.Members.Add(connection);
        _epoll.Watch(connection.Handle, index);
    }

    // Lets what is in flight arrive, so that the next row starts with nothing under way.
    private void Settle()
    {
        _sending = false;
        var patience = Stopwatch.StartNew();
        while (_rooms.Any(r => r.Members.Any(m => m.Delivered < r.Sent)))
        {
            Poll(10);
            if (patience.Elapsed > TimeSpan.FromSeconds(15))
                throw new TimeoutException($"{_peer.Name}: messages are missing 15 s after the last was sent.");
        }
    }

    private void Poll(int milliseconds)
    {
        var count = _epoll.Wait(_tags, milliseconds);
        for (var i = 0; i < count; i++)
        {
            var connection = _connections[_tags[i]];
            var wasUpgraded = connection.IsUpgraded;
            var read = Epoll.Read(connection.Handle, _buffer);
            if (read == 0)
                throw new InvalidOperationException($"{_peer.Name} ended a connection.");
            if (read > 0)
                connection.Feed(_buffer.AsSpan(0, read), Take);
            if (!wasUpgraded && connection.IsUpgraded)
                _peer.Greet(connection, _rooms[connection.Room].Id);
        }
    }

    private void Take(LoadConnection connection, ReadOnlySpan<byte> payload)
    {
        var count = _peer.CountDeliveries(payload);
        if (count == 0)
        {
            if (!connection.IsReady && _peer.IsReady(payload))
            {
                connection.IsReady = true;
                _ready++;
            }

            return;
        }

        var room = _rooms[connection.Room];
        _deliveries += count;
        while (count-- > 0)
        {
            ref var missing = ref room.Missing[connection.Delivered++ % room.Missing.Length];
            if (--missing == 0 && _sending)
                SendNext(room);
        }
    }

    private void SendNext(Room room)
    {
        room.Missing[room.Sent % room.Missing.Length] = room.Members.Count;
        var sender = room.Members[(int)(room.Sent % Math.Min(room.Window, room.Members.Count))];
        room.Sent++;
        _peer.Send(sender, room.Id, room.Sent);
    }
}
