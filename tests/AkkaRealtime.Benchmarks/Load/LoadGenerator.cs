using System.Diagnostics;
using AkkaRealtime.Benchmarks.Peers;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>
/// Chat rooms under load. A closed loop per room: as many messages are in flight as the window says, and the next is sent when one has reached
/// every connection of the room. Or an open one: messages at a given pace, whatever the server makes of them.
/// </summary>
internal sealed class LoadGenerator(Peer peer) : SocketLoop(peer)
{
    private const int AtOnce = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly List<LoadRoom> _rooms = [];
    private int _users;
    private long _deliveries;
    private int _window;
    private Latencies? _latencies;

    /// <summary>Messages that never reached somebody, and that reached somebody twice.</summary>
    public (long Missing, long Doubled) Faults
    {
        get
        {
            var all = _rooms.SelectMany(r => r.Members).Select(m => m.Received).ToList();
            return (all.Sum(r => r.Missing), all.Sum(r => r.Doubled));
        }
    }

    /// <summary>Connects <paramref name="members"/> more users to each of these rooms, a few at a time, and returns when all are ready.</summary>
    public IReadOnlyList<LoadRoom> Connect(IEnumerable<string> rooms, int members)
    {
        var added = rooms.Select(r => new LoadRoom(r)).ToList();
        _rooms.AddRange(added);
        var patience = Stopwatch.StartNew();
        foreach (var member in added.SelectMany(r => Enumerable.Range(0, members).Select(_ => new LoadMember(r))))
        {
            member.Connection = Open(_users++, member.Room.Id, member);
            member.Room.Members.Add(member);
            while (_users - Ready >= AtOnce)
                PollFor(patience);
        }

        while (Ready < _users)
            PollFor(patience);
        return added;
    }

    /// <summary>Sends in these rooms for this long, with this many in flight each, everybody in turn; returns the deliveries.</summary>
    public long Send(IReadOnlyList<LoadRoom> rooms, int window, TimeSpan duration)
    {
        var time = Stopwatch.StartNew();
        return Send(rooms, window, () => time.Elapsed >= duration);
    }

    /// <summary>The same until it is over.</summary>
    public long Send(IReadOnlyList<LoadRoom> rooms, int window, Func<bool> isOver)
    {
        var before = _deliveries;
        _window = window;
        foreach (var room in rooms)
        {
            for (var i = 0; i < window; i++)
                SendNext(room, Stopwatch.GetTimestamp());
        }

        while (!isOver())
            Poll(10);
        var during = _deliveries - before;
        Settle();
        return during;
    }

    /// <summary>
    /// Sends this many messages a second for this long, in the rooms in turn; the latency of each delivery counts from when its message was due, so that
    /// a message that had to wait for another one is as late as it was for whoever wrote it.
    /// </summary>
    public Latencies Pace(IReadOnlyList<LoadRoom> rooms, double perSecond, TimeSpan duration)
    {
        _latencies = new Latencies();
        var start = Stopwatch.GetTimestamp();
        var messages = (long)Math.Ceiling(duration.TotalSeconds * perSecond);
        for (long i = 0; i < messages;)
        {
            var due = start + (long)(i / perSecond * Stopwatch.Frequency);
            var left = due - Stopwatch.GetTimestamp();
            var room = rooms[(int)(i % rooms.Count)];
            if (left <= 0 && room.IsFull && !Until(() => !room.IsFull, Patience))
                throw new InvalidOperationException($"{Peer.Name} doesn't keep up with {perSecond:N0} messages a second.");
            if (left <= 0)
                SendNext(room, due);
            if (left > 0 || i++ % 16 == 0)
                Poll((int)Math.Max(0, left * 1_000 / Stopwatch.Frequency));
        }

        Settle();
        var latencies = _latencies;
        _latencies = null;
        return latencies;
    }

    /// <inheritdoc/>
    protected override bool Take(LoadConnection connection, ReadOnlySpan<byte> payload)
    {
        var isDelivery = false;
        while (Mark.TryTake(ref payload, out var number))
        {
            isDelivery = true;
            Arrived((LoadMember)connection.State!, number);
        }

        return isDelivery;
    }

    private void Arrived(LoadMember member, long number)
    {
        if (!member.Received.Add(number))
            return;
        _deliveries++;
        _latencies?.Add(Now - member.Room.SentAt(number));
        if (member.Room.Arrived(number) && _window > 0)
            SendNext(member.Room, Now);
    }

    private void SendNext(LoadRoom room, long at)
    {
        var number = room.Next(at);
        Peer.Send(room.Members[(int)(number % room.Members.Count)].Connection, room.Id, number);
    }

    // Lets what is in flight arrive, so that the next row starts with nothing under way. What does not come is missing.
    private void Settle()
    {
        _window = 0;
        if (Until(() => _rooms.TrueForAll(r => r.IsQuiet), Patience))
            return;
        foreach (var member in _rooms.SelectMany(r => r.Members))
            member.Received.GiveUp(member.Room.Sent);
    }

    private void PollFor(Stopwatch patience)
    {
        Poll(100);
        if (patience.Elapsed > TimeSpan.FromSeconds(120))
            throw new TimeoutException($"{Peer.Name}: {Ready} of {_users} connections were ready after two minutes.");
    }
}
