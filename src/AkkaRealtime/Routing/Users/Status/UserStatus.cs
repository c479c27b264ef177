using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Routing.Users.Status;

/// <summary>
/// What a user is, from what their devices, calls and own choice say (protocol §5). Connected or not comes first: without a connection,
/// and after the grace time, a user is offline whatever else holds. Among the connected, the choice goes before a call, a call before idleness.
/// A call shows as <c>busy</c> with <c>inCall</c>. Has no clock: <c>now</c> is passed in, and <see cref="Next"/> says when to call <see cref="Advance"/>.
/// </summary>
internal sealed class UserStatus(UserId user, TimeSpan grace)
{
    /// <summary>The most ended connections that still count; beyond it, those that would stop counting first are dropped.</summary>
    public const int MaxLingering = 32;

    private readonly Dictionary<SessionId, Connected> _sessions = [];
    private readonly List<Lingering> _lingering = [];
    private DateTimeOffset _visibleSince;

    /// <summary>What the user chose.</summary>
    public StatusChoice Choice { get; private set; } = StatusChoice.None;

    /// <summary>When others could last have seen the user connected; null where they never did.</summary>
    public DateTimeOffset? LastSeen { get; private set; }

    /// <summary>The calls that ring for, or hold, the user.</summary>
    public UserCalls Calls { get; } = new();

    /// <summary>Whether there is a connection.</summary>
    public bool HasSessions => _sessions.Count > 0;

    /// <summary>Whether the user counts as connected: there is a connection, or one ended within the grace time.</summary>
    public bool IsConnected => _sessions.Count > 0 || _lingering.Count > 0;

    /// <summary>Whether others are shown an offline user although there is a connection.</summary>
    public bool IsInvisible => Choice.Status == ChosenStatus.Invisible;

    /// <summary>When something ends by itself next (grace, <c>clearAt</c>, a ring, a lease); null: nothing does.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            var next = Earlier(Choice.ClearAt, Calls.Next);
            foreach (var gone in _lingering)
                next = Earlier(next, gone.Until);
            return next;
        }
    }

    /// <summary>Takes up what was kept of the user.</summary>
    public void Restore(StatusChoice choice, DateTimeOffset? lastSeen, DateTimeOffset now)
    {
        Choice = choice;
        LastSeen = lastSeen;
        Advance(now);
    }

    /// <summary>A connection signed in; a new connection counts as active. The same session again changes nothing.</summary>
    public void Open(SessionId session, DeviceId device, DateTimeOffset now)
    {
        if (_sessions.ContainsKey(session))
            return;
        if (!IsConnected && !IsInvisible)
            _visibleSince = now;
        if (_sessions.Count == 0 && !IsInvisible)
            LastSeen = now;
        _sessions.Add(session, new Connected(device));
        _lingering.RemoveAll(gone => gone.Device == device);
    }

    /// <summary>
    /// A connection ended. Until the grace time is over it counts on as it was, so that a reload does not show; not so
    /// where its node was lost (<paramref name="nodeLost"/>), which was noticed late enough.
    /// </summary>
    public void Close(SessionId session, bool nodeLost, DateTimeOffset now)
    {
        if (!_sessions.Remove(session, out var ended))
            return;
        if (IsInvisible)
            return;
        if (_sessions.Count == 0)
            LastSeen = now;
        if (nodeLost || grace <= TimeSpan.Zero)
            return;
        if (_lingering.Count >= MaxLingering)
            _lingering.RemoveAt(0);
        _lingering.Add(new Lingering(ended.Device, ended.Idle, now + grace));
    }

    /// <summary>
    /// One connection says whether its user is idle. A tab knows only of itself: a device is idle when all its connections are.
    /// </summary>
    public void SetIdle(SessionId session, bool idle)
    {
        if (_sessions.TryGetValue(session, out var connected))
            connected.Idle = idle;
    }

    /// <summary>The user chose. Who becomes invisible looks as if the last connection had ended a grace time ago, as it does for others when that happens.</summary>
    public void Choose(StatusChoice choice, DateTimeOffset now)
    {
        var wasInvisible = IsInvisible;
        Choice = choice;
        if (IsInvisible && !wasInvisible)
        {
            if (HasSessions)
                LastSeen = Later(_visibleSince, now - grace);
            _lingering.Clear();
        }
        else if (wasInvisible && !IsInvisible)
        {
            BecomeVisible(now);
        }
    }

    /// <summary>The user is erased: nothing was ever chosen, seen or connected. Calls go their own way.</summary>
    public void Forget()
    {
        Choice = StatusChoice.None;
        LastSeen = null;
        _sessions.Clear();
        _lingering.Clear();
    }

    /// <summary>Ends what is over at <paramref name="now"/>.</summary>
    public void Advance(DateTimeOffset now)
    {
        if (Choice.ClearAt <= now)
        {
            var wasInvisible = IsInvisible;
            Choice = StatusChoice.None;
            if (wasInvisible)
                BecomeVisible(now);
        }

        _lingering.RemoveAll(gone => gone.Until <= now);
        Calls.Advance(now);
    }

    /// <summary>What others see.</summary>
    public StatusView Seen() => !IsConnected || IsInvisible ? new StatusView(user, StatusNames.Offline, LastSeen: LastSeen) : Shown(Word());

    /// <summary>What the user sees: differs from <see cref="Seen"/> only while invisible.</summary>
    public StatusView Own() => IsInvisible && IsConnected ? Shown(StatusNames.Invisible) : Seen();

    /// <summary>What the user is told in reply to <c>status.set</c>: the choice, even if the connection has just ended.</summary>
    public StatusView OwnChoice() => IsInvisible ? Shown(StatusNames.Invisible) : Shown(Word());

    /// <summary>The earlier of two times; null stands for never.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;

    private string Word() => Choice.Status switch
    {
        ChosenStatus.Away => StatusNames.Away,
        ChosenStatus.Busy => StatusNames.Busy,
        _ when Calls.HasActive => StatusNames.Busy,
        _ => AllIdle() ? StatusNames.Away : StatusNames.Online,
    };

    private StatusView Shown(string word) =>
        new(user, word, Choice.Text, Choice.Emoji, Choice.ClearAt, InCall: Calls.HasActive ? true : null);

    private void BecomeVisible(DateTimeOffset now)
    {
        if (!HasSessions)
            return;
        _visibleSince = now;
        LastSeen = now;
    }

    private bool AllIdle() => IsConnected && _sessions.Values.All(s => s.Idle) && _lingering.TrueForAll(s => s.Idle);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private sealed class Connected(DeviceId device)
    {
        public DeviceId Device { get; } = device;

        public bool Idle { get; set; }
    }

    private readonly record struct Lingering(DeviceId Device, bool Idle, DateTimeOffset Until);
}
