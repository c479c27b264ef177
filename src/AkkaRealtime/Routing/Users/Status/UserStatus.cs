using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Routing.Users.Status;

/// <summary>
/// What a user is, from what their devices, calls and own choice say (protocol §5). Connected or not comes first: without a connection,
/// and after the grace time, a user is offline whatever else holds. Among the connected, quiet hours go before the choice, that before a call, a call before idleness.
/// A call shows as <c>busy</c> with <c>inCall</c>. Has no clock: <c>now</c> is passed in, and <see cref="Next"/> says when to call <see cref="Advance"/>.
/// </summary>
internal sealed class UserStatus(UserId user, TimeSpan grace)
{
    /// <summary>How long somebody who was there when the entity before this one was lost, or moved, still counts as there. Connections that live open their sessions again at once.</summary>
    public static readonly TimeSpan ReopenWithin = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How long those whose node was lost have to come back: one that still lives, on the other side of a cut, ends within 3 s and sends its clients elsewhere.
    /// </summary>
    public static readonly TimeSpan NodeLostGrace = TimeSpan.FromSeconds(4);

    private readonly ConnectedDevices _devices = new();
    private DateTimeOffset _visibleSince;
    private QuietWeek? _week;
    private bool _isQuiet;

    // Until then it stays as quiet as it is.
    private DateTimeOffset? _quietUntil;

    /// <summary>What the user chose.</summary>
    public StatusChoice Choice { get; private set; } = StatusChoice.None;

    /// <summary>The time zone that the user shares.</summary>
    public SharedZone Zone { get; private set; }

    /// <summary>When the user is not to be disturbed; null: never.</summary>
    public QuietHours? QuietHours { get; private set; }

    /// <summary>When others could last have seen the user connected; null where they never did.</summary>
    public DateTimeOffset? LastSeen { get; private set; }

    /// <summary>The calls that ring for, or hold, the user.</summary>
    public UserCalls Calls { get; } = new();

    /// <summary>Whether there is a connection.</summary>
    public bool HasSessions => _devices.HasSessions;

    /// <summary>Whether the user looks at what happens: on some device they are active, and its page can be seen.</summary>
    public bool IsHere => _devices.AnySeen;

    /// <summary>Whether the user is not to be disturbed because they want so: now, or in these hours.</summary>
    public bool IsBusyByChoice => _isQuiet || Choice.Status == ChosenStatus.Busy;

    /// <summary>Whether the user sees themselves as busy: they chose so, or are in a call.</summary>
    public bool IsBusy => Word() == StatusNames.Busy;

    /// <summary>Whether the user counts as connected: there is a connection, or one ended within the grace time.</summary>
    public bool IsConnected => _devices.Any;

    /// <summary>The same as it is kept for the next entity.</summary>
    public Presence Presence => !IsConnected ? Presence.Offline : _devices.AllIdle ? Presence.Idle : Presence.Active;

    /// <summary>Whether others are shown an offline user although there is a connection.</summary>
    public bool IsInvisible => Choice.Status == ChosenStatus.Invisible;

    /// <summary>When something ends by itself next (grace, <c>clearAt</c>, assumed idleness, a ring, a lease, quiet hours), or begins; null: nothing does.</summary>
    public DateTimeOffset? Next => Earlier(Earlier(Earlier(Choice.ClearAt, Calls.Next), _devices.Next), _quietUntil);

    /// <summary>
    /// Takes up what was kept of the user. Who was there is not known to be gone, but may be: until <see cref="ReopenWithin"/> is over nothing changes for others.
    /// </summary>
    public void Restore(StatusChoice choice, DateTimeOffset? lastSeen, Presence presence, DateTimeOffset now, SharedZone zone = default, QuietHours? quiet = null)
    {
        Choice = choice;
        Zone = zone;
        ChooseQuiet(quiet);
        LastSeen = lastSeen;
        if (presence != Presence.Offline)
        {
            _devices.Expect(presence == Presence.Idle, now + ReopenWithin);
            _visibleSince = now;
            if (!IsInvisible)
                LastSeen = now;
        }

        Advance(now);
    }

    /// <summary>A connection signed in, or one that is <paramref name="idle"/> is opened again. The same session again changes nothing.</summary>
    public void Open(SessionId session, DeviceId device, DateTimeOffset now, bool idle = false)
    {
        if (_devices.Has(session))
            return;
        if (!IsConnected && !IsInvisible)
            _visibleSince = now;
        if (!HasSessions && !IsInvisible)
            LastSeen = now;
        _devices.Open(session, device, now);
        if (idle)
            SetIdle(session, idle: true);
    }

    /// <summary>
    /// A connection ended. Until the grace time is over it counts on as it was, so that a reload does not show. Where its node was lost (<paramref name="nodeLost"/>), which
    /// was noticed late, that is <see cref="NodeLostGrace"/> at most; while the user is invisible there is none.
    /// </summary>
    public void Close(SessionId session, bool nodeLost, DateTimeOffset now)
    {
        var linger = IsInvisible ? TimeSpan.Zero : nodeLost && NodeLostGrace < grace ? NodeLostGrace : grace;
        if (_devices.Close(session, linger, now) && !IsInvisible && !HasSessions)
            LastSeen = now;
    }

    /// <summary>One connection says whether its user is idle.</summary>
    public void SetIdle(SessionId session, bool idle) => _devices.SetIdle(session, idle);

    /// <summary>One connection says whether its page can be seen.</summary>
    public void SetHidden(SessionId session, bool hidden) => _devices.SetHidden(session, hidden);

    /// <summary>A device says in which time zone it is; null: it doesn't.</summary>
    public void HearZone(string? zone) => Zone = Zone.Heard(zone, IsInvisible);

    /// <summary>The user chose which zone to share, or none; null: as it is.</summary>
    public void ChooseZone(string? zone) => Zone = Zone.Chosen(zone);

    /// <summary>The user chose. Who becomes invisible looks as if the last connection had ended a grace time ago, as it does for others when that happens.</summary>
    public void Choose(StatusChoice choice, DateTimeOffset now)
    {
        var wasInvisible = IsInvisible;
        Choice = choice;
        if (IsInvisible && !wasInvisible)
        {
            if (HasSessions)
                LastSeen = Later(_visibleSince, now - grace);
            _devices.ForgetEnded();
        }
        else if (wasInvisible && !IsInvisible)
        {
            BecomeVisible(now);
        }
    }

    /// <summary>The user chose when they are not to be disturbed; null: never. It counts from the next <see cref="Advance"/> on.</summary>
    public void ChooseQuiet(QuietHours? hours)
    {
        (QuietHours, _week) = (hours, QuietWeek.Of(hours));
        (_isQuiet, _quietUntil) = (false, null);
    }

    /// <summary>The quiet hours once those that hold now, or begin next, are turned off this time, or count again; null where there are none.</summary>
    public QuietHours? Skipping(bool on, DateTimeOffset now) => QuietHours is { } hours && _week is { } week ? hours with { SkipUntil = on ? week.End(now) : null } : QuietHours;

    /// <summary>The user is erased: nothing was ever chosen, seen or connected. Calls go their own way.</summary>
    public void Forget()
    {
        Choice = StatusChoice.None;
        LastSeen = null;
        Zone = default;
        ChooseQuiet(null);
        _devices.Clear();
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

        if (_week is not null && !(now < _quietUntil))
            (_isQuiet, _quietUntil) = (_week.Holds(now), _week.Next(now));
        _devices.Advance(now);
        Calls.Advance(now);
    }

    /// <summary>What others see.</summary>
    public StatusView Seen() => !IsConnected || IsInvisible ? new StatusView(user, StatusNames.Offline, LastSeen: LastSeen, Zone: Zone.Seen) : Shown(Word());

    /// <summary>What the user sees: differs from <see cref="Seen"/> only while invisible, or where they share no time zone or have quiet hours.</summary>
    public StatusView Own() => ToUser(IsInvisible && IsConnected ? Shown(StatusNames.Invisible) : Seen());

    /// <summary>What the user is told in reply to <c>status.set</c>: the choice, even if the connection has just ended.</summary>
    public StatusView OwnChoice() => ToUser(Shown(IsInvisible ? StatusNames.Invisible : Word()));

    /// <summary>The earlier of two times; null stands for never.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;

    private string Word() => Choice.Status switch
    {
        _ when _isQuiet => StatusNames.Busy,
        ChosenStatus.Away => StatusNames.Away,
        ChosenStatus.Busy => StatusNames.Busy,
        _ when Calls.HasActive => StatusNames.Busy,
        _ => _devices.AllIdle ? StatusNames.Away : StatusNames.Online,
    };

    private StatusView Shown(string word) =>
        new(user, word, Choice.Text, Choice.Emoji, Choice.ClearAt, InCall: Calls.HasActive ? true : null, Zone: Zone.Seen);

    private StatusView ToUser(StatusView view) =>
        view with { Zone = Zone.Name == ZoneName.None ? ZoneName.None : view.Zone, QuietHours = QuietHours, Quiet = _isQuiet ? true : null };

    private void BecomeVisible(DateTimeOffset now)
    {
        if (!HasSessions)
            return;
        _visibleSince = now;
        LastSeen = now;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
