using System.Diagnostics;
using AkkaRealtime.Benchmarks.Peers;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>Any number of connections to a peer, read by one thread: what every load is made of.</summary>
internal abstract class SocketLoop(Peer peer) : IDisposable
{
    private readonly Epoll _epoll = new();
    private readonly byte[] _buffer = GC.AllocateArray<byte>(262_144, pinned: true);
    private readonly int[] _tags = new int[512];
    private readonly Dictionary<int, LoadConnection> _connections = [];
    private TakeFrame? _frame;

    /// <summary>The peer.</summary>
    protected Peer Peer { get; } = peer;

    /// <summary>How many connections take part.</summary>
    protected int Ready { get; private set; }

    /// <summary>When the bytes that are being taken were read, in ticks of <see cref="Stopwatch"/>.</summary>
    protected long Now { get; private set; }

    /// <summary>Reads for this long what comes by itself, such as pings.</summary>
    public void Idle(TimeSpan duration)
    {
        for (var time = Stopwatch.StartNew(); time.Elapsed < duration;)
            Poll(100);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in _connections.Values)
            connection.Dispose();
        _epoll.Dispose();
    }

    /// <summary>Connects a user.</summary>
    protected LoadConnection Open(int user, string room, object? state = null)
    {
        var connection = new LoadConnection(Peer.AddressOf(user), Peer.PathOf(room), Peer.TokenOf(user)) { Room = room, State = state };
        _connections.Add(connection.Handle, connection);
        _epoll.Watch(connection.Handle, connection.Handle);
        return connection;
    }

    /// <summary>Ends a connection with a reset.</summary>
    protected void Drop(LoadConnection connection)
    {
        _epoll.Forget(connection.Handle);
        _connections.Remove(connection.Handle);
        connection.Dispose();
        if (connection.IsReady)
            Ready--;
    }

    /// <summary>Reads what is there, or waits this long for something.</summary>
    protected void Poll(int milliseconds)
    {
        var count = _epoll.Wait(_tags, milliseconds);
        for (var i = 0; i < count; i++)
        {
            if (_connections.TryGetValue(_tags[i], out var connection))
                Read(connection);
        }
    }

    /// <summary>Polls until something is so. False where it is not after this long.</summary>
    protected bool Until(Func<bool> isSo, TimeSpan patience)
    {
        for (var time = Stopwatch.StartNew(); !isSo();)
        {
            if (time.Elapsed > patience)
                return false;
            Poll(100);
        }

        return true;
    }

    /// <summary>Takes a text frame. False where it is not for the load but for the peer (<see cref="Peers.Peer.Hear"/>).</summary>
    protected abstract bool Take(LoadConnection connection, ReadOnlySpan<byte> payload);

    /// <summary>A connection takes part from now on.</summary>
    protected virtual void OnReady(LoadConnection connection)
    {
    }

    private void Read(LoadConnection connection)
    {
        var wasUpgraded = connection.IsUpgraded;
        var read = Epoll.Read(connection.Handle, _buffer);
        if (read == 0)
            throw new InvalidOperationException($"{Peer.Name} ended a connection.");
        if (read < 0)
            return;
        Now = Stopwatch.GetTimestamp();
        connection.Feed(_buffer.AsSpan(0, read), _frame ??= Frame);
        if (!wasUpgraded && connection.IsUpgraded && Peer.Greet(connection, connection.Room))
            MakeReady(connection);
    }

    private void Frame(LoadConnection connection, ReadOnlySpan<byte> payload)
    {
        // A peer may put messages into the frame that also says that the connection takes part.
        var isTaken = Take(connection, payload);
        if ((!isTaken || !connection.IsReady) && Peer.Hear(connection, payload))
            MakeReady(connection);
    }

    private void MakeReady(LoadConnection connection)
    {
        if (connection.IsReady)
            return;
        connection.IsReady = true;
        Ready++;
        OnReady(connection);
    }
}
