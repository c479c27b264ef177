using Akka.Actor;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>The requests that are decided at once, by the call alone.</summary>
internal sealed class CallRequestHandler(CallServices services, CallConnections connections, CallRateLimits limits, CallAnswers answers)
{
    private DateTimeOffset Now => services.Time.GetUtcNow();

    /// <summary>Takes a request about <paramref name="call"/>.</summary>
    public void Take(Call call, CallCommand command, IActorRef connection)
    {
        var who = command.Caller;
        switch (command.Request)
        {
            case CallDeclineRequest decline:
                answers.Apply(call.Decline(who, decline.Reason, Now), command, connection);
                break;
            case CallCancelRequest:
                answers.Apply(call.Cancel(who, Now), command, connection);
                break;
            case CallLeaveRequest:
                answers.Apply(call.Leave(who, Now), command, connection);
                break;
            case CallEndRequest:
                answers.Apply(call.EndForAll(who, Now), command, connection);
                break;
            case CallMediaRequest media:
                answers.ApplyWithoutReply(call.SetMedia(who, media.ToState(), Now), command, connection);
                break;
            case CallMuteRequest mute:
                answers.Apply(call.Mute(who, mute.Participant!), command, connection);
                break;
            case CallRemoveRequest remove:
                answers.Apply(call.Remove(who, remove.User!.Value, Now), command, connection);
                break;
            case CallReactionRequest reaction:
                React(call, reaction, command, connection);
                break;
            case CallStatsRequest stats:
                if (call.CheckWithin(who) is { } notWithin)
                    answers.Refuse(command, connection, notWithin);
                else
                    services.Metrics.Calls.Report(stats.RttMs, stats.LossPct, stats.JitterMs, stats.BitrateKbps);
                break;
            case CallIceRequest:
                if (call.CheckIce(who) is { } noIce)
                    answers.Refuse(command, connection, noIce);
                else
                    answers.Reply(connection, CallEnvelopes.Ice(IceServers.Reply(services.Options, who.User, call.Id, Now), command.Ref));
                break;
            default:
                answers.Refuse(command, connection, CallAnswers.NoSuchCall);
                break;
        }
    }

    /// <summary>Passes a signal on to the participant that it is for. The hot path: changes nothing that a timer hangs on.</summary>
    public void Relay(Call? call, RelaySignal signal, IActorRef connection)
    {
        var error = CallAnswers.NoSuchCall;
        Participant? target = null;
        if (call is not null && call.Id == signal.Call)
            error = call.CheckSignal(signal.Caller, signal.To, signal.Entry, out target) ?? limits.TakeSignal(call.Id, signal.Caller, Now);
        if (error is not null)
        {
            answers.Refuse(signal, connection, error);
            return;
        }

        connections.Tell(target!.Session, signal.Envelope);
        services.Metrics.Calls.Signals.Add(1);
    }

    private void React(Call call, CallReactionRequest reaction, CallCommand command, IActorRef connection)
    {
        var decision = call.React(command.Caller, reaction.Emoji!);
        if (decision.Error is null && limits.TakeReaction(call.Id, command.Caller, Now) is { } tooMany)
            decision = new CallDecision(call, [], tooMany);
        answers.ApplyWithoutReply(decision, command, connection);
    }
}
