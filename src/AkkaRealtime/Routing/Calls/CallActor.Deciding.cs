using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Status;

namespace AkkaRealtime.Routing.Calls;

/// <summary>Requests that are decided at once, and the doing of what was decided.</summary>
internal sealed partial class CallActor
{
    private static readonly RequestError Unavailable =
        new(ErrorCode.Unavailable, "The call can't be reached just now.", RetryAfterMs: 1_000);

    private static readonly RequestError NoSuchCall = new(ErrorCode.NotFound, "There is no such call, or it ended a while ago.", "callId");

    private void Take(ICallCommand command, IActorRef sender)
    {
        _quietSince = Now;
        switch (command)
        {
            case RelaySignal signal:
                Relay(signal, sender);
                break;
            case CallCommand request when PendingOf(request.Caller.Session) is { } pending:
                if (!pending.TryPutBehind(request, sender))
                    Refuse(request, sender, Unavailable);
                break;
            case CallCommand request:
                Take(request, sender);
                break;
            default:
                break;
        }
    }

    private void Take(CallCommand command, IActorRef sender)
    {
        var who = command.Caller;
        if (command.Request is StartCall start)
        {
            Begin(start, command, sender);
            return;
        }

        if (command.Request is not INamesCall { CallId: var id } || _call is not { } call || id != call.Id)
        {
            Refuse(command, sender, NoSuchCall);
            return;
        }

        switch (command.Request)
        {
            case AcceptCall or JoinCall or InviteToCall:
                Begin(call, command, sender);
                break;
            case DeclineCall decline:
                Answer(call.Decline(who, decline.Reason, Now), command, sender);
                break;
            case CancelCall:
                Answer(call.Cancel(who, Now), command, sender);
                break;
            case LeaveCall:
                Answer(call.Leave(who, Now), command, sender);
                break;
            case EndCall:
                Answer(call.EndForAll(who, Now), command, sender);
                break;
            case SetCallMedia media:
                AnswerErrorsOnly(call.SetMedia(who, media.ToState(), Now), command, sender);
                break;
            case MuteParticipant mute:
                Answer(call.Mute(who, mute.Participant!), command, sender);
                break;
            case RemoveFromCall remove:
                Answer(call.Remove(who, remove.User!.Value, Now), command, sender);
                break;
            case SendReaction reaction:
                React(call, reaction, command, sender);
                break;
            case SendSignal signal:
                SignalSfu(call, signal, command, sender);
                break;
            case ReportCallStats stats when call.CheckWithin(who) is null:
                _services.Metrics.Calls.Report(stats);
                break;
            case ReportCallStats:
                Refuse(command, sender, call.CheckWithin(who)!);
                break;
            case GetIce when call.CheckIce(who) is { } error:
                Refuse(command, sender, error);
                break;
            case GetIce:
                sender.Tell(CallJson.Ice(Ice(who, call.Id), command.Ref));
                break;
            default:
                Refuse(command, sender, NoSuchCall);
                break;
        }
    }

    private void Relay(RelaySignal signal, IActorRef sender)
    {
        var error = NoSuchCall;
        Participant? target = null;
        if (_call is { } call && call.Id == signal.Call)
            error = call.CheckSignal(signal.Caller, signal.To, out target);
        if (error is null && _services.Options.Limits.RateLimiting)
            error = _budget.Take(ParticipantName.Of(signal.Caller), Now);
        if (error is not null)
        {
            Refuse(signal.Ref, sender, error);
            return;
        }

        _connections.Tell(target!.Session, signal.Envelope);
        _services.Metrics.Calls.Signals.Add(1);
    }

    private IceReply Ice(Caller who, CallId call)
    {
        var options = _services.Options.Calls;
        return new IceReply(IceServers.For(options, who.User, call, Now), IceServers.Ttl(options), IceServers.Policy(options));
    }

    private void React(Call call, SendReaction reaction, CallCommand command, IActorRef sender)
    {
        var decision = call.React(command.Caller, reaction.Emoji!);
        if (decision.Error is null && _services.Options.Limits.RateLimiting && _reactions.Take(ParticipantName.Of(command.Caller), Now) is { } tooMany)
            decision = new CallDecision(call, [], tooMany);
        AnswerErrorsOnly(decision, command, sender);
    }

    private void Answer(CallDecision decision, CallCommand command, IActorRef sender)
    {
        if (decision.Error is { } error)
        {
            Refuse(command, sender, error);
            return;
        }

        Apply(decision, () => sender.Tell(CallJson.Ok(decision.Call.Id, command.Ref)));
    }

    private void AnswerErrorsOnly(CallDecision decision, CallCommand command, IActorRef sender)
    {
        if (decision.Error is { } error)
            Refuse(command, sender, error);
        else
            Apply(decision);
    }

    private void ApplyToCall(Func<Call, CallDecision> decide)
    {
        if (_call is { } call)
            Apply(decide(call));
    }

    // Kept first; what a crash must not take back is told when it is kept. Users' entities are told before any client: who hears that a call is
    // over may start the next one at once, and must not be found busy with this one. The reply goes before the events.
    private void Apply(CallDecision decision, Action? reply = null)
    {
        var (before, call) = (_call, decision.Call);
        var wasLive = IsLive;
        _call = call;
        if (!wasLive && IsLive)
            _leaseAt = Now + Lease;
        foreach (var effect in decision.Effects)
            Keep(effect, call);
        var isDecided = before is not null && call.IsDecidedSince(before);
        _news.Add(isDecided ? _ledger.Given : 0, Tell, Now);
        ReleaseNews();

        void Tell()
        {
            var view = decision.Effects.Count > 0 ? call.View() : null;
            foreach (var effect in decision.Effects.Where(e => e is Ring or Hold or Release))
                Do(effect, call, view!);
            reply?.Invoke();
            foreach (var effect in decision.Effects.Where(e => e is not (Ring or Hold or Release)))
                Do(effect, call, view!);
        }
    }

    private void ReleaseNews()
    {
        if (_news.Release(_ledger.Kept, Now) > 0)
            CallLog.ToldBeforeKept(_services.Log, _room);
        if (_news.IsEmpty && _call is { } call)
            _connections.Keep(call.Participants);
    }

    private void Keep(CallEffect effect, Call call)
    {
        switch (effect)
        {
            case Save:
                _ledger.Save(call, Now);
                break;
            case KeepOutcome record:
                _quietSince = Now;
                _ledger.Record(call, Now);
                _services.Metrics.Calls.Ended.Add(1, new KeyValuePair<string, object?>("outcome", record.Outcome));
                if (call.AnsweredAt is not null)
                    _services.Metrics.Calls.Duration.Record(record.DurationMs / 1_000.0);
                break;
            default:
                break;
        }
    }

    private void Do(CallEffect effect, Call call, CallView view)
    {
        switch (effect)
        {
            case TellSessions tell:
                var envelope = CallJson.Encode(tell.Event);
                foreach (var session in tell.Sessions)
                    _connections.Tell(session, envelope);
                break;
            case TellDevices tell:
                _services.Users.Tell(new TellUser(tell.User, CallJson.Encode(tell.Event), ExceptSession: tell.Except));
                break;
            case Ring ring when call.CalleeOf(ring.User) is { } callee:
                _services.Users.Tell(new RingUser(callee.User, view, callee.From.Value, callee.ExpiresAt));
                break;
            case Hold hold:
                _services.Users.Tell(new HoldCall(hold.User, view));
                break;
            case Release release:
                _services.Users.Tell(new ReleaseCall(release.User, call.Id));
                break;
            case Announce:
                _services.Rooms.Tell(new TellRoom(call.Room, CallJson.Updated(view)));
                break;
            case LeaveSfu leave:
                _services.Sfu.Tell(new LeaveSfuRoom(call.Id, leave.Place, leave.Participant), Self);
                break;
            case OpenSfu open:
                _services.Sfu.Tell(new OpenSfuRoom(call.Id, open.Place), Self);
                break;
            case CloseSfu close:
                _services.Sfu.Tell(new CloseSfuRoom(call.Id, close.Place), Self);
                break;
            case Save or KeepOutcome:
                break;
            default:
                throw new InvalidOperationException($"Nobody does {effect.GetType().Name}: add it here.");
        }
    }

    private void RefuseCommand(ICallCommand command, IActorRef sender, RequestError error)
    {
        if (command is CallCommand request)
            Refuse(request, sender, error);
        else if (command is RelaySignal signal)
            Refuse(signal.Ref, sender, error);
    }

    private void Refuse(CallCommand command, IActorRef sender, RequestError error) => Refuse(command.Ref, sender, error);

    private void Refuse(string? @ref, IActorRef sender, RequestError error)
    {
        _services.Metrics.Errors.Add(1, new KeyValuePair<string, object?>("code", error.Code.ToWire()));
        sender.Tell(EnvelopeWriter.Error(error, @ref));
    }
}
