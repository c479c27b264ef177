using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Settings;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>The rooms that this node's calls have at one Janus, each with the owner of its call, who is watched. Does what the rooms decide.</summary>
internal sealed class JanusRooms(JanusOptions janus, SfuMetrics metrics, JanusSession session, IActorContext context)
{
    private static readonly RequestError Away = new(
        ErrorCode.Unavailable,
        "The media server can't be reached right now. When it is back, call.mode tells you; send a new offer then.",
        RetryAfterMs: 5_000);

    private readonly Dictionary<CallId, Hosted> _rooms = [];

    // Whose each handle at Janus is.
    private readonly Dictionary<long, JanusContext> _handles = [];

    /// <summary>How many there are.</summary>
    public int Count => _rooms.Count;

    /// <summary>How many participants are in them.</summary>
    public long Participants => _rooms.Values.Sum(r => (long)r.Room.Participants);

    /// <summary>About how many participants that makes, with those that are still to come.</summary>
    public long Load => _rooms.Values.Sum(r => Math.Max(JanusLoad.MinPerCall, r.Room.Participants));

    /// <summary>Where the call's room is; null: it has none here.</summary>
    public SfuPlace? PlaceOf(CallId call) => _rooms.TryGetValue(call, out var known) ? known.Room.Place : null;

    /// <summary>The call has a room already: <paramref name="owner"/> owns it from now on. False where it has none.</summary>
    public bool TryTakeOver(OpenSfuRoom open, IActorRef owner)
    {
        if (!_rooms.TryGetValue(open.Call, out var known))
            return false;
        _rooms[open.Call] = known with { Owner = owner };
        context.Watch(owner);
        if (known.Room.IsReady)
            owner.Tell(new SfuOpened(open.Call, known.Room.Place));
        return true;
    }

    /// <summary>A room for a call that has none: made at once, or with the next session.</summary>
    public void Add(OpenSfuRoom open, IActorRef owner)
    {
        var hosted = new Hosted(new JanusRoom(open.Call, open.Place, janus.AdminKey), owner);
        _rooms.Add(open.Call, hosted);
        metrics.Rooms.Add(1);
        context.Watch(owner);
        if (!session.IsUp)
            return;
        hosted.Room.Make(session.Control);
        Carry(hosted);
    }

    /// <summary>Something for a room.</summary>
    public void Do(ISfuCommand command)
    {
        if (!_rooms.TryGetValue(command.Call, out var known))
            return;
        switch (command)
        {
            case SfuSignal signal when known.Room.IsReady:
                known.Room.Signal(signal);
                break;
            case SfuSignal signal:
                known.Owner.Tell(new SfuFailed(signal.Call, signal.Participant, signal.Ref, Away));
                break;
            case LeaveSfuRoom leave:
                known.Room.Leave(leave.Participant);
                break;
            default:
                throw new InvalidOperationException($"No handling for {command.GetType().Name}: add it here.");
        }

        Carry(known);
    }

    /// <summary>There is a new session: all rooms are made again.</summary>
    public void MakeAll()
    {
        foreach (var hosted in _rooms.Values.ToList())
        {
            hosted.Room.Make(session.Control);
            Carry(hosted);
        }
    }

    /// <summary>The session is gone, and with it all that was agreed.</summary>
    public void LoseAll()
    {
        _handles.Clear();
        foreach (var (room, _) in _rooms.Values)
            room.Lose();
    }

    /// <summary>The call has no use for its room any more.</summary>
    public void Abandon(CallId call)
    {
        if (_rooms.TryGetValue(call, out var known))
            Abandon(known);
    }

    /// <summary>An owner has ended: its rooms are left to whoever owns the calls next.</summary>
    public void AbandonAllOf(IActorRef owner)
    {
        foreach (var hosted in _rooms.Values.Where(r => r.Owner.Equals(owner)).ToList())
            Abandon(hosted);
    }

    /// <summary>All of them, which are no longer here.</summary>
    public IReadOnlyList<Hosted> TakeAll()
    {
        var all = _rooms.Values.ToList();
        foreach (var hosted in all)
            Remove(hosted.Room);
        return all;
    }

    /// <summary>Janus has answered a request of a room's.</summary>
    public void Answered(JanusAsk ask, JanusContext of, JanusMessage message)
    {
        if (!_rooms.TryGetValue(of.Call, out var known))
            return;
        known.Room.Answered(ask, of, message);
        Carry(known);
    }

    /// <summary>Janus has refused a request of a room's, or has not answered in time.</summary>
    public void Refused(JanusAsk ask, JanusContext of, int code, string? reason)
    {
        if (!_rooms.TryGetValue(of.Call, out var known))
            return;
        known.Room.Refused(ask, of, code, reason);
        Carry(known);
    }

    /// <summary>Something has happened at a handle.</summary>
    public void Happened(JanusMessage message)
    {
        if (!_handles.TryGetValue(message.Sender, out var of) || !_rooms.TryGetValue(of.Call, out var known))
            return;
        known.Room.Happened(of, message);
        Carry(known);
    }

    /// <summary>A second has gone by.</summary>
    public void Tick()
    {
        foreach (var hosted in _rooms.Values.ToList())
        {
            hosted.Room.Tick();
            Carry(hosted);
        }
    }

    private void Abandon(Hosted hosted)
    {
        if (session.IsUp)
            hosted.Room.Abandon();
        Remove(hosted.Room);
        Carry(hosted);
    }

    private void Remove(JanusRoom room)
    {
        if (!_rooms.Remove(room.Call, out var gone))
            return;
        metrics.Rooms.Add(-1);
        if (_rooms.Values.All(r => !r.Owner.Equals(gone.Owner)))
            context.Unwatch(gone.Owner);
    }

    // Does what the room decided.
    private void Carry(Hosted hosted)
    {
        foreach (var effect in hosted.Room.TakeEffects())
        {
            switch (effect)
            {
                case AskJanus ask:
                    session.Send(ask.Request, ask.For);
                    break;
                case TellOwner tell:
                    hosted.Owner.Tell(tell.Answer);
                    if (tell.Answer is SfuRefused)
                        Remove(hosted.Room);
                    break;
                case BindHandle { To: { } to } bind:
                    _handles[bind.Handle] = to;
                    break;
                case BindHandle bind:
                    _handles.Remove(bind.Handle);
                    break;
                default:
                    throw new InvalidOperationException($"No handling for {effect.GetType().Name}: add it here.");
            }
        }
    }

    /// <summary>A room, and the owner of its call.</summary>
    internal sealed record Hosted(JanusRoom Room, IActorRef Owner);
}
