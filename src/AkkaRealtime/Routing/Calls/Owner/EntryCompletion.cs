using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>
/// Decides requests into a call once the answers that they need are there, and answers them. What such a request still has to wait for then: the last
/// call's outcome to be in the room's log, another answer of the user's entity, a media server.
/// </summary>
/// <param name="services">What the owner has.</param>
/// <param name="current">The room's call.</param>
/// <param name="mediaServer">For the fifth participant.</param>
/// <param name="answers">Replies.</param>
/// <param name="pending">The requests that wait.</param>
/// <param name="decisions">Decides.</param>
/// <param name="reservations">Asks users' entities.</param>
/// <param name="goOn">Takes what a connection sent after a request that has been answered.</param>
internal sealed class EntryCompletion(
    CallServices services,
    CurrentCall current,
    CallMediaServer mediaServer,
    CallAnswers answers,
    PendingEntries pending,
    EntryDecisions decisions,
    EntryReservations reservations,
    Action<CallCommand, IActorRef> goOn)
{
    /// <summary>Asks the user's entity, or refuses where there is no call to enter any more.</summary>
    public void AskUser(PendingEntry entry)
    {
        if (!reservations.TryAsk(entry))
            Refuse(entry, CallAnswers.NoSuchCall);
    }

    /// <summary>The user's entity has agreed: decides the request, or has it wait once more.</summary>
    public void Decide(PendingEntry entry)
    {
        if (entry.Command.Request is CallStartRequest start && !current.IsLive)
        {
            // The outcome of the last call is kept as long as the room's log has not got it: the next call would overwrite it.
            entry.AwaitsRecord = current.Value is { Recorded: false };
            if (entry.AwaitsRecord || AsksAgain(entry, decisions.NextId))
                return;
            var decision = decisions.Start(start, entry);
            decisions.ForgetNextId();
            Finish(entry, decision);
        }
        else if (current.Value is { } call && (entry.Command.Request is CallStartRequest || (entry.Command.Request as INamesCall)?.CallId == call.Id))
        {
            if (!AsksAgain(entry, call.Id))
                Finish(entry, decisions.Enter(call, entry.Command, CallConnections.AddressOf(entry.Connection)));
        }
        else
        {
            Refuse(entry, CallAnswers.NoSuchCall);
        }
    }

    /// <summary>Applies a decision that lets the caller in from this connection, and replies with the call; or refuses.</summary>
    public void Enter(CallDecision decision, CallCommand command, IActorRef connection)
    {
        if (decision.Error is { } error)
        {
            answers.Refuse(command, connection, error);
            return;
        }

        current.Connect(command.Caller.Session, connection);
        var view = decision.Call.View();
        var ice = IceServers.Reply(services.Options, command.Caller.User, decision.Call.Id, services.Time.GetUtcNow());
        current.Apply(decision, () => answers.Reply(connection, command.Request is CallStartRequest
            ? CallEnvelopes.Started(new CallStarted(view, ice.IceServers, ice.IceTransportPolicy), command.Ref)
            : CallEnvelopes.Joined(new CallJoined(view, ice.IceServers, ice.IceTransportPolicy), command.Ref)),
            () => answers.Refuse(command, connection, CallAnswers.Unavailable));
    }

    /// <summary>Refuses a request that waited.</summary>
    public void Refuse(PendingEntry entry, RequestError error)
    {
        pending.Remove(entry);
        reservations.Release(entry);
        answers.Refuse(entry.Command, entry.Connection, error);
        GoOn(entry);
    }

    /// <summary>A request has been answered: what its connection sent after it is next.</summary>
    public void GoOn(PendingEntry entry)
    {
        foreach (var (command, connection) in entry.Behind())
            goOn(command, connection);
    }

    private void Finish(PendingEntry entry, CallDecision decision)
    {
        if (AwaitsMediaServer(entry, decision))
            return;
        if (decision.Error is { } error)
        {
            Refuse(entry, error);
            return;
        }

        pending.Remove(entry);
        Enter(decision, entry.Command, entry.Connection);
        GoOn(entry);
    }

    // The call that the user was let into is over, and another one is what they would come into now.
    private bool AsksAgain(PendingEntry entry, CallId target)
    {
        if (entry.Entering == target)
            return false;
        reservations.Release(entry);
        AskUser(entry);
        return true;
    }

    private bool AwaitsMediaServer(PendingEntry entry, CallDecision decision)
    {
        entry.AwaitsSfu = decision.NeedsSfu && mediaServer.IsConfigured && !entry.SfuRefused;
        if (entry.AwaitsSfu)
            mediaServer.Ask(decision.Call);
        return entry.AwaitsSfu;
    }
}
