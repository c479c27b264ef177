using Akka.Actor;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls;

/// <summary>Requests that are decided at once.</summary>
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
