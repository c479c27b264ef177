using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status;

/// <summary>
/// The connections of a user, and those that ended within the grace time, each active or idle. A tab knows only of itself: a device is idle when all its
/// connections are. Has no clock.
/// </summary>
internal sealed class ConnectedDevices
{
    /// <summary>The most ended connections that still count; beyond it, those that would stop counting first are dropped.</summary>
    public const int MaxLingering = 32;

    /// <summary>
    /// How long a new connection of an idle device counts as idle without saying so. Clients say so at once; a machine that reconnects by itself at night
    /// must not show its user online until then.
    /// </summary>
    public static readonly TimeSpan AssumedIdle = TimeSpan.FromSeconds(5);

    private readonly Dictionary<SessionId, Connected> _sessions = [];
    private readonly List<Lingering> _lingering = [];

    // Devices that were idle when they were last heard of, the latest last.
    private readonly List<DeviceId> _wereIdle = [];

    /// <summary>Whether there is a connection.</summary>
    public bool HasSessions => _sessions.Count > 0;

    /// <summary>Whether there is a connection, or one ended within the grace time.</summary>
    public bool Any => _sessions.Count > 0 || _lingering.Count > 0;

    /// <summary>Whether somebody is there, but nobody active.</summary>
    public bool AllIdle => Any && _sessions.Values.All(s => s.Idle) && _lingering.TrueForAll(s => s.Idle);

    /// <summary>Whether somebody is looking: a connection is active, and has not said that its page can't be seen.</summary>
    public bool AnySeen => _sessions.Values.Any(s => !s.Idle && !s.Hidden);

    /// <summary>When something ends by itself next; null: nothing does.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            DateTimeOffset? next = null;
            foreach (var gone in _lingering)
                next = UserStatus.Earlier(next, gone.Until);
            foreach (var session in _sessions.Values)
                next = UserStatus.Earlier(next, session.AssumedUntil);
            return next;
        }
    }

    /// <summary>Whether this connection is known.</summary>
    public bool Has(SessionId session) => _sessions.ContainsKey(session);

    /// <summary>
    /// A new connection. It counts as active until it says otherwise; or, where its device was idle until now, as idle for <see cref="AssumedIdle"/>.
    /// </summary>
    public void Open(SessionId session, DeviceId device, DateTimeOffset now)
    {
        var connected = new Connected(device);
        if (IsIdle(device))
            (connected.Idle, connected.AssumedUntil) = (true, now + AssumedIdle);
        _sessions.Add(session, connected);
        _lingering.RemoveAll(gone => gone.Device == device);
        _wereIdle.Remove(device);
    }

    /// <summary>Some connection was there when the entity before this one knew it last: until then it counts, and opens its session again if it still is there.</summary>
    public void Expect(bool idle, DateTimeOffset until) => _lingering.Add(new Lingering(Device: null, idle, until));

    /// <summary>A connection ended, and counts on as it was for a while. False where it was not known.</summary>
    public bool Close(SessionId session, TimeSpan linger, DateTimeOffset now)
    {
        if (!_sessions.Remove(session, out var ended))
            return false;
        Remember(ended);
        if (linger <= TimeSpan.Zero)
            return true;
        if (_lingering.Count >= MaxLingering)
            _lingering.RemoveAt(0);
        _lingering.Add(new Lingering(ended.Device, ended.Idle, now + linger));
        return true;
    }

    /// <summary>A connection says whether its user is idle.</summary>
    public void SetIdle(SessionId session, bool idle)
    {
        if (_sessions.TryGetValue(session, out var connected))
            (connected.Idle, connected.AssumedUntil) = (idle, null);
    }

    /// <summary>A connection says whether its page can be seen.</summary>
    public void SetHidden(SessionId session, bool hidden)
    {
        if (_sessions.TryGetValue(session, out var connected))
            connected.Hidden = hidden;
    }

    /// <summary>Connections that ended count no more.</summary>
    public void ForgetEnded() => _lingering.Clear();

    /// <summary>Nothing was ever connected.</summary>
    public void Clear()
    {
        _sessions.Clear();
        _lingering.Clear();
        _wereIdle.Clear();
    }

    /// <summary>Ends what is over at <paramref name="now"/>.</summary>
    public void Advance(DateTimeOffset now)
    {
        _lingering.RemoveAll(gone => gone.Until <= now);
        foreach (var session in _sessions.Values)
        {
            if (session.AssumedUntil <= now)
                (session.Idle, session.AssumedUntil) = (false, null);
        }
    }

    private bool IsIdle(DeviceId device)
    {
        var connections = _sessions.Values.Where(s => s.Device == device).Select(s => s.Idle)
            .Concat(_lingering.Where(gone => gone.Device == device).Select(gone => gone.Idle))
            .ToList();
        return connections.Count > 0 ? connections.TrueForAll(idle => idle) : _wereIdle.Contains(device);
    }

    private void Remember(Connected ended)
    {
        _wereIdle.Remove(ended.Device);
        if (!ended.Idle)
            return;
        if (_wereIdle.Count >= MaxLingering)
            _wereIdle.RemoveAt(0);
        _wereIdle.Add(ended.Device);
    }

    private sealed class Connected(DeviceId device)
    {
        public DeviceId Device { get; } = device;

        public bool Idle { get; set; }

        public bool Hidden { get; set; }

        // Until then the connection has not said so itself: it counts as its device did before.
        public DateTimeOffset? AssumedUntil { get; set; }
    }

    private readonly record struct Lingering(DeviceId? Device, bool Idle, DateTimeOffset Until);
}
