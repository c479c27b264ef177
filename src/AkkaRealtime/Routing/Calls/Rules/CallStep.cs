using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>One decision under way: the call as it becomes, and what is to be done. The rules that hold after every change live in <see cref="Settle"/>.</summary>
internal sealed partial class CallStep(Call call)
{
    private readonly List<CallEffect> _effects = [];
    private readonly List<Callee> _stopped = [];
    private readonly Call _before = call;
    private KeepOutcome? _outcome;

    /// <summary>As it is by now.</summary>
    public Call Call { get; private set; } = call;

    /// <summary>To all participants who can be reached, except one.</summary>
    public void Tell(CallEvent e, string? except = null)
    {
        var sessions = Call.Participants.Where(p => p.LostAt is null && p.Key != except).Select(p => p.Session).ToList();
        if (sessions.Count > 0)
            _effects.Add(new TellSessions(sessions, e));
    }

    /// <summary>To one participant, who can be reached.</summary>
    public void Tell(Participant seat, CallEvent e) => _effects.Add(new TellSessions([seat.Session], e));

    /// <summary>To every connection of a user, except one.</summary>
    public void TellDevices(UserId user, CallEvent e, SessionId? except = null) => _effects.Add(new TellDevices(user, e, except));

    /// <summary>The caller takes part from now on, in the place of this device.</summary>
    public void Seat(Caller who, string connection, string reason, DateTimeOffset now)
    {
        var before = Call.Participants.FirstOrDefault(p => p.User == who.User && p.Device == who.Device);
        var media = before?.Media ?? new MediaState(true, Call.Media == MediaKinds.Video, false);
        var seat = new Participant(who.User, who.Device, who.Name, who.Session, connection, media, Entry: Call.Entries + 1);
        Call = Call with
        {
            Entries = seat.Entry,
            Participants = before is null ? [.. Call.Participants, seat] : [.. Call.Participants.Select(p => p == before ? seat : p)],
            EverIn = Call.EverIn.Contains(who.User) ? Call.EverIn : [.. Call.EverIn, who.User],
        };
        if (Call.CalleeOf(who.User) is { State: not CalleeState.Answered } callee)
            Replace(callee, callee with { State = CalleeState.Answered });
        if (Call.Participants.Count > 1)
            Call = Call with { State = CallState.Active, AnsweredAt = Call.AnsweredAt ?? now };
        Tell(CallParticipantJoined.Of(Call.Id, seat.View, reason), except: seat.Key);
    }

    /// <summary>Participants leave, all at once: the host's role passes to none of them.</summary>
    public void Leave(string reason, params IReadOnlyList<Participant> seats)
    {
        Call = Call with { Participants = [.. Call.Participants.Where(p => seats.All(s => s.Key != p.Key))] };
        foreach (var seat in seats)
        {
            Tell(new CallParticipantLeft(Call.Id, seat.Key, reason));
            if (Call.Sfu is { } sfu)
                _effects.Add(new LeaveSfu(seat.Key, sfu));
            if (reason != LeaveReasons.Moved)
                _effects.Add(new Release(seat.User));
        }

        if (reason != LeaveReasons.Moved && seats.Any(s => s.User == Call.Host))
            PassOnHost();
    }

    /// <summary>These users are not members of the room any more, and out of its call.</summary>
    public void Dismiss(IReadOnlyList<Participant> seats, IReadOnlyList<Callee> rung, DateTimeOffset now)
    {
        foreach (var callee in rung)
            StopRinging(callee, CalleeState.Removed);
        Leave(LeaveReasons.Removed, seats);
        var ended = new CallEnded(Call.Id, EndReasons.Removed, (Call with { EndedAt = now }).DurationMs);
        foreach (var user in seats.Select(s => s.User).Concat(rung.Select(c => c.User)))
            TellDevices(user, ended);
        if (Call.State == CallState.Ringing && (Call.Participants.Count == 0 || !Call.Ringing.Any()))
            End(EndReasons.Cancelled, now);
        else if (Call.Participants.Count == 0 || Call.OneToOne)
            End(EndReasons.Hangup, now);
    }

    /// <summary>The host removes a user from the call, or stops ringing them.</summary>
    public void Remove(UserId user, Participant? seat, Callee? rung, DateTimeOffset now)
    {
        Call = Call with { Removed = [.. Call.Removed.Where(u => u != user), user] };
        if (seat is not null)
            Leave(LeaveReasons.Removed, seat);
        if (rung is not null)
            StopRinging(rung, CalleeState.Missed);
        if (Call.State == CallState.Ringing && !Call.Ringing.Any())
            End(EndReasons.Cancelled, now);
        else
            TellDevices(user, new CallEnded(Call.Id, EndReasons.Host, (Call with { EndedAt = now }).DurationMs));
    }

    /// <summary>It rings for these users from now on; of the <paramref name="quiet"/> ones, only for who is in the call.</summary>
    public void Ring(IReadOnlyList<UserId> users, Caller from, CallRules rules, DateTimeOffset now, IReadOnlyList<UserId> quiet)
    {
        var rung = users.Select(u => new Callee(u, CalleeState.Ringing, from.User, from.Name, now + rules.Ring) { Quiet = quiet.Contains(u) });
        Call = Call with
        {
            Callees = [.. Call.Callees.Where(c => !users.Contains(c.User)), .. rung],
            Removed = [.. Call.Removed.Where(u => !users.Contains(u))],
        };
        _effects.AddRange(users.Select(u => new Ring(u)));
    }

    /// <summary>It no longer rings for this user, who has not joined.</summary>
    public void StopRinging(Callee callee, CalleeState state)
    {
        var stopped = callee with { State = state };
        Replace(callee, stopped);
        _stopped.Add(stopped);
    }

    /// <summary>Puts one state of a participant in the place of another.</summary>
    public void Replace(Participant before, Participant after) =>
        Call = Call with { Participants = [.. Call.Participants.Select(p => p.Key == before.Key ? after : p)] };

    /// <summary>Puts one state of a callee in the place of another.</summary>
    public void Replace(Callee before, Callee after) =>
        Call = Call with { Callees = [.. Call.Callees.Select(c => c.User == before.User ? after : c)] };

    /// <summary>Keeps the key by which a user started or entered the call; one a user.</summary>
    public void Remember(StartKey key)
    {
        if (!Call.Keys.Contains(key))
            Call = Call with { Keys = [.. Call.Keys.Where(k => k.User != key.User), key] };
    }

    /// <summary>The rules that hold after every change: nobody in it, nobody rung, alone.</summary>
    public void Settle(DateTimeOffset now)
    {
        if (Call.State == CallState.Ended)
            return;
        var rings = Call.Ringing.Any();
        if (Call.State == CallState.Ringing && !rings)
            End(Unanswered(), now);
        else
            Call = Call with { AloneSince = Call.Participants.Count == 1 && !rings ? Call.AloneSince ?? now : null };
    }

    /// <summary>The end, for all participants and for everybody for whom it rings, or rang until this decision.</summary>
    public void End(string reason, DateTimeOffset now)
    {
        foreach (var callee in Call.Ringing.ToList())
            StopRinging(callee, CalleeState.Missed);
        Call = Call with { State = CallState.Ended, EndedAt = now, Outcome = reason, AloneSince = null };
        var ended = new CallEnded(Call.Id, reason, Call.DurationMs);
        Tell(ended);
        foreach (var seat in Call.Participants)
        {
            TellDevices(seat.User, ended, except: seat.LostAt is null ? seat.Session : null);
            _effects.Add(new Release(seat.User));
        }

        // Where a device was busy, nothing rang. Who is not a member any more was told so.
        foreach (var callee in _stopped.Where(c => c.State != CalleeState.Removed && (c.State != CalleeState.Busy || c.Heard)))
            TellDevices(callee.User, ended);
        if (Call.Sfu is { } sfu)
            Close(sfu);
        Place(null);
        Call = Call with { Participants = [] };
        _outcome = new KeepOutcome(reason, Call.DurationMs);
    }

    /// <summary>Where the room at a media server is to be made; null: nowhere.</summary>
    public void Place(SfuPlace? place)
    {
        if (Call.Placing is { } before)
            Close(before);
        Call = Call with { Placing = place };
        if (place is not null)
            _effects.Add(new OpenSfu(place));
    }

    /// <summary>The room at a media server is there: media goes through it, and through no other one.</summary>
    public void GoBySfu(SfuPlace place)
    {
        if (Call.Placing is { } placing && !placing.IsSameRoom(place))
            Close(placing);
        if (Call.Sfu is { } before && !before.IsSameRoom(place))
            Close(before);
        var participants = Call.Sfu is null ? [.. Call.Participants.Select(p => p with { Mesh = true })] : Call.Participants;
        Call = Call with { Sfu = place, Placing = null, Participants = participants };
    }

    /// <summary>Only these rooms at media servers are left to go.</summary>
    public void Closed(IReadOnlyList<SfuPlace> left) => Call = Call with { Closing = left };

    /// <summary>The decision.</summary>
    public CallDecision Done()
    {
        foreach (var callee in _stopped)
        {
            if (callee.State is CalleeState.Missed or CalleeState.Removed && Call.State != CallState.Ended)
                Tell(new CallNoAnswer(Call.Id, callee.User));
            if (callee.State is not (CalleeState.Declined or CalleeState.Removed))
                TellDevices(callee.User, new CallMissed(Call.Id, Call.Room, callee.From, callee.FromName, Call.Media, Call.StartedAt));
            _effects.Add(new Release(callee.User, callee.State is CalleeState.Declined or CalleeState.Removed));
        }

        if (!ReferenceEquals(Call, _before))
        {
            _effects.AddRange(Call.Participants.Select(p => new Reserve(p.User)));
            if (!Call.OneToOne && !Call.ShowsAs(_before))
                _effects.Add(new Announce());
            _effects.Add(new Save());
        }

        // After the save: the room's log must not know of the end before the call itself.
        if (_outcome is not null)
            _effects.Add(_outcome);

        // Who has blocked the caller hears of none of it, unless they came in by themselves.
        _effects.RemoveAll(e => e switch
        {
            Ring ring => Call.IsQuietFor(ring.User),
            TellDevices told => Call.IsQuietFor(told.User),
            _ => false,
        });
        return new CallDecision(Call, _effects);
    }

    private void Close(SfuPlace place)
    {
        Call = Call with { Closing = [.. Call.Closing, place] };
        _effects.Add(new CloseSfu(place));
    }

    // To whom has been in it longest, of those who can be reached.
    private void PassOnHost()
    {
        if (Call.Participants.Count == 0)
            return;
        var next = Call.Participants.FirstOrDefault(p => p.LostAt is null) ?? Call.Participants[0];
        Call = Call with { Host = next.User, FirstHost = Call.Starter };
        Tell(new CallHost(Call.Id, next.User));
    }

    private string Unanswered()
    {
        if (Call.Callees.All(c => c.State == CalleeState.Busy))
            return EndReasons.Busy;
        return Call.Callees.All(c => c.State == CalleeState.Declined) ? EndReasons.Declined : EndReasons.Timeout;
    }
}
