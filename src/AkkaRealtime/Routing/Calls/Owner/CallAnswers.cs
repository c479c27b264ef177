using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>Answers requests: with an error, or with what was decided.</summary>
internal sealed class CallAnswers(CurrentCall current, CallServices services, IActorRef owner)
{
    /// <summary>Somebody who must be asked first does not answer.</summary>
    public static readonly RequestError Unavailable = new(ErrorCode.Unavailable, "The call can't be reached right now.", RetryAfterMs: 1_000);

    /// <summary>No call has this id, or none that is remembered.</summary>
    public static RequestError NoSuchCall => Call.NoSuchCall;

    /// <summary>Applies a decision and replies <c>call.ok</c>, or refuses.</summary>
    public void Apply(CallDecision decision, CallCommand command, IActorRef connection)
    {
        if (decision.Error is { } error)
            Refuse(command, connection, error);
        else
            current.Apply(decision, () => Reply(connection, CallEnvelopes.Ok(decision.Call.Id, command.Ref)), () => Refuse(command, connection, Unavailable));
    }

    /// <summary>Applies a decision of a request that has no reply, or refuses.</summary>
    public void ApplyWithoutReply(CallDecision decision, CallCommand command, IActorRef connection)
    {
        if (decision.Error is { } error)
            Refuse(command, connection, error);
        else
            current.Apply(decision);
    }

    /// <summary>Sends a reply.</summary>
    public void Reply(IActorRef connection, EncodedEnvelope reply) => connection.Tell(reply, owner);

    /// <summary>Refuses whatever it is, if it is a request at all.</summary>
    public void Refuse(ICallCommand command, IActorRef connection, RequestError error)
    {
        if (command is CallCommand request)
            Refuse(request.Ref, connection, error);
        else if (command is RelaySignal signal)
            Refuse(signal.Ref, connection, error);
        else if (command is EndCall end)
            connection.Tell(new EndCallAnswer(end.Call, error), owner);
    }

    private void Refuse(string? @ref, IActorRef connection, RequestError error)
    {
        services.Metrics.Errors.Add(1, new KeyValuePair<string, object?>("code", error.Code.ToWire()));
        connection.Tell(EnvelopeWriter.Error(error, @ref), owner);
    }
}
