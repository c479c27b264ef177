using System.Net;
using AkkaRealtime.Diagnostics;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>
/// The TCP connections that are no WebSockets, or none yet, from accept on: how many each address has, and which of them have not asked for anything. An address
/// may have so many, and who doesn't ask in time is cut, so that silence takes up nobody else's place. Safe from any thread.
/// </summary>
internal sealed class PlainConnections : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LimitOptions _limits;
    private readonly Func<IPAddress, bool> _isProxy;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly RealtimeMetrics _metrics;
    private readonly ITimer? _timer;
    private readonly Dictionary<IPAddress, int> _addresses = [];
    private readonly HashSet<PlainConnection> _silent = [];

    /// <param name="limits">How many an address may have.</param>
    /// <param name="options">How long they may say nothing.</param>
    /// <param name="isProxy">Whether an address is one of the operator's proxies, which everybody comes from.</param>
    /// <param name="time">The clock.</param>
    /// <param name="metrics">Where refusals are counted.</param>
    public PlainConnections(LimitOptions limits, ConnectionOptions options, Func<IPAddress, bool> isProxy, TimeProvider time, RealtimeMetrics metrics)
    {
        (_limits, _isProxy, _time, _metrics) = (limits, isProxy, time, metrics);
        MaxPerAddress = limits.MaxPlainConnectionsPerAddress > 0
            ? limits.MaxPlainConnectionsPerAddress
            : FileDescriptors.PlainConnectionsPerAddress(FileDescriptors.Limit());
        _patience = TimeSpan.FromMilliseconds(options.HeadTimeoutMs);
        var every = TimeSpan.FromMilliseconds(Math.Clamp(options.HeadTimeoutMs / 4, 20, 1_000));
        if (options.HeadTimeoutMs > 0)
            _timer = time.CreateTimer(_ => CutSilent(), null, every, every);
    }

    /// <summary>The most of one address.</summary>
    public int MaxPerAddress { get; }

    /// <summary>How many have not asked for anything.</summary>
    public int SilentCount
    {
        get
        {
            lock (_lock)
                return _silent.Count;
        }
    }

    /// <summary>How many an address has.</summary>
    public int CountOf(IPAddress address)
    {
        lock (_lock)
            return _addresses.GetValueOrDefault(ClientAddress.Key(address)!);
    }

    /// <summary>A connection was accepted; null where its address has too many. To be disposed of when it is a WebSocket, or has ended.</summary>
    public PlainConnection? TryEnter(EndPoint? remote)
    {
        var address = (remote as IPEndPoint)?.Address;
        var from = address is null || _isProxy(address) ? null : ClientAddress.Limited(address, _limits);
        var connection = new PlainConnection(this, from, _time.GetTimestamp());
        if (TryCount(connection, from))
            return connection;
        _metrics.PlainConnectionsRefused.Add(1, new KeyValuePair<string, object?>("reason", "address"));
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    /// <summary>It said what it wants.</summary>
    internal void Asked(PlainConnection connection)
    {
        lock (_lock)
            _silent.Remove(connection);
    }

    /// <summary>It ended, or became something else.</summary>
    internal void Leave(PlainConnection connection, IPAddress? from)
    {
        lock (_lock)
        {
            _silent.Remove(connection);
            if (from is null)
                return;
            if (_addresses[from] is > 1 and var count)
                _addresses[from] = count - 1;
            else
                _addresses.Remove(from);
        }
    }

    private bool TryCount(PlainConnection connection, IPAddress? from)
    {
        lock (_lock)
        {
            if (from is not null)
            {
                var count = _addresses.GetValueOrDefault(from);
                if (count >= MaxPerAddress)
                    return false;
                _addresses[from] = count + 1;
            }

            _silent.Add(connection);
            return true;
        }
    }

    private void CutSilent()
    {
        List<PlainConnection> late;
        lock (_lock)
            late = [.. _silent.Where(c => _time.GetElapsedTime(c.Since) >= _patience)];
        foreach (var connection in late)
        {
            if (connection.Cut())
                _metrics.PlainConnectionsRefused.Add(1, new KeyValuePair<string, object?>("reason", "silent"));
        }
    }
}

/// <summary>One of <see cref="PlainConnections"/>: its place, given back by whoever is last, once.</summary>
internal sealed class PlainConnection(PlainConnections all, IPAddress? from, long since) : IDisposable
{
    private readonly Lock _lock = new();
    private Action? _cut;
    private bool _isCut;
    private int _left;
    private HandshakeResult? _refusal;

    /// <summary>When it was accepted.</summary>
    public long Since => since;

    /// <summary>Says how it is ended now: by who holds it. At once, where it was to be ended before.</summary>
    public void OnCut(Action cut)
    {
        lock (_lock)
        {
            _cut = cut;
            if (!_isCut)
                return;
        }

        cut();
    }

    /// <summary>The whole head of a request came: it is not silent.</summary>
    public void Asked() => all.Asked(this);

    /// <summary>Its first request was refused; whoever reads it again need not decide, and count, again.</summary>
    public void Refuse(HandshakeResult refusal) => _refusal = refusal;

    /// <summary>What it was refused with, once.</summary>
    public HandshakeResult? TakeRefusal() => Interlocked.Exchange(ref _refusal, null);

    /// <summary>Ends it; false where it asked meanwhile, or has ended.</summary>
    public bool Cut()
    {
        Action? cut;
        lock (_lock)
        {
            if (_isCut)
                return false;
            _isCut = true;
            cut = _cut;
        }

        all.Asked(this);
        cut?.Invoke();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
            all.Leave(this, from);
    }
}
