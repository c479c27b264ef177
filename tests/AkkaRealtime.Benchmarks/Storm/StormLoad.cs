using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;

namespace AkkaRealtime.Benchmarks.Storm;

/// <summary>Clients who lose their sockets and come back for what they missed; and a writer in each room, whose sockets hold.</summary>
internal sealed class StormLoad : SocketLoop
{
    // Less than a listen queue holds: beyond, the kernel lets a connection wait for a second.
    private const int AtOnce = 256;
    private const int Writers = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly List<StormRoom> _rooms;
    private readonly List<StormClient> _clients;
    private readonly List<StormClient> _writers = [];
    private int _back;

    /// <summary>Clients of these rooms, <paramref name="members"/> in each; nobody is connected at first.</summary>
    public StormLoad(Peer peer, IReadOnlyList<string> rooms, int members)
        : base(peer)
    {
        _rooms = [.. rooms.Select(r => new StormRoom(r))];
        _clients = [.. _rooms.SelectMany((room, i) => Enumerable.Range(i * members, members).Select(user => new StormClient(user, room)))];
    }

    /// <summary>Messages that never reached somebody.</summary>
    public long Missing => _clients.Sum(c => c.Received.Missing);

    /// <summary>Messages that somebody was given twice.</summary>
    public long Doubled => _clients.Sum(c => c.Received.Doubled);

    /// <summary>How many clients there are.</summary>
    public int Clients => _clients.Count;

    /// <summary>The writer of all rooms, the user after all others, connects: where a connection is in one room, once for each room.</summary>
    public void ConnectWriter(bool onceForAll)
    {
        var rooms = onceForAll ? _rooms.Take(1) : _rooms;
        foreach (var room in rooms)
        {
            var writer = new StormClient(_clients.Count, room) { IsBack = true };
            writer.Connection = Open(writer.User, room.Id, writer);
            _writers.Add(writer);
            Must(() => _writers.Count - Ready < Writers, "the writer");
        }

        Must(() => Ready == _writers.Count, "the writer");
    }

    /// <summary>All clients connect, as many at once as the listen queue takes, and catch up. Tells <paramref name="onBack"/> how many are there, each time.</summary>
    public void Return(Action<int>? onBack = null)
    {
        (_back, var told) = (0, 0);
        for (var next = 0; _back < _clients.Count;)
        {
            while (next < _clients.Count && next - _back < AtOnce)
            {
                var client = _clients[next++];
                client.Connection = Open(client.User, client.Room.Id, client);
            }

            var before = _back;
            Must(() => _back > before, $"{_clients.Count:N0} clients, of whom {_back:N0} were back");
            if (onBack is not null && _back > told)
                onBack(told = _back);
        }
    }

    /// <summary>All clients lose their sockets at once.</summary>
    public void Cut()
    {
        foreach (var client in _clients)
        {
            if (client.Connection is { } connection)
                Drop(connection);
            (client.Connection, client.IsBack) = (null, false);
        }
    }

    /// <summary>The writer says something in a room.</summary>
    public void Write(int room)
    {
        var to = _rooms[room];
        Peer.Send(_writers[room % _writers.Count].Connection!, to.Id, ++to.Sent);
    }

    /// <summary>The writer says something in every room.</summary>
    public void WriteEverywhere()
    {
        for (var room = 0; room < _rooms.Count; room++)
        {
            Write(room);
            if (room % 64 == 0)
                Poll(0);
        }
    }

    /// <summary>Waits until all have all that was written. What has not come by then is missing.</summary>
    public void Settle(TimeSpan patience)
    {
        // From behind: the last one is likely to be the last.
        if (Until(() => _clients.FindLast(c => c.Received.Low < c.Room.Sent) is null, patience))
            return;
        foreach (var client in _clients)
            client.Received.GiveUp(client.Room.Sent);
    }

    /// <inheritdoc/>
    protected override bool Take(LoadConnection connection, ReadOnlySpan<byte> payload)
    {
        var client = (StormClient)connection.State!;
        if (!client.IsBack && Peer.IsCaughtUp(payload))
        {
            IsBack(client);
            return true;
        }

        var rest = payload;
        var isDelivery = false;
        while (Mark.TryTake(ref rest, out var number))
        {
            isDelivery = true;
            client.Received.Add(number);
        }

        if (isDelivery)
            client.Seq = Math.Max(client.Seq, Peer.SeqOf(payload));
        return isDelivery;
    }

    /// <inheritdoc/>
    protected override void OnReady(LoadConnection connection)
    {
        var client = (StormClient)connection.State!;
        if (!client.IsBack && !Peer.CatchUp(connection, client.Room.Id, client.Seq))
            IsBack(client);
    }

    private void IsBack(StormClient client)
    {
        client.IsBack = true;
        _back++;
    }

    private void Must(Func<bool> isSo, string whom)
    {
        if (!Until(isSo, Patience))
            throw new TimeoutException($"{Peer.Name}: it took over {Patience.TotalMinutes} minutes to connect {whom}.");
    }
}
