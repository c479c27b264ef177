using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>
/// The call's side of the media server: asks for a room when the fifth participant wants in, and passes on what participants negotiate with it.
/// </summary>
internal sealed class CallMediaServer(CurrentCall current, CallServices services, CallConnections connections, CallRateLimits limits, CallAnswers answers, IActorRef owner)
{
    private static readonly TimeSpan OpenAgainAfter = TimeSpan.FromSeconds(5);

    private bool _asked;
    private DateTimeOffset? _openAgainAt;

    /// <summary>What became of asking for a media server.</summary>
    internal enum Answer
    {
        /// <summary>Nothing yet, or nobody asked.</summary>
        None,

        /// <summary>The call has its room: there is place for more.</summary>
        Opened,

        /// <summary>No media server takes the call.</summary>
        Refused,
    }

    /// <summary>Whether there is a media server to ask.</summary>
    public bool IsConfigured => services.Sfu.IsConfigured;

    /// <summary>When <see cref="Advance"/> has something to do next; null: never.</summary>
    public DateTimeOffset? Next => _openAgainAt;

    private DateTimeOffset Now => services.Time.GetUtcNow();

    /// <summary>Somebody has no place without a media server. Asked once, however many wait.</summary>
    public void Ask(Call call)
    {
        if (_asked)
            return;
        _asked = true;
        if (call.Placing is { } place)
            services.Sfu.Tell(new OpenSfuRoom(call.Id, place), owner);
        else
            services.Sfu.Tell(new ChooseSfu(call.Id), owner);
    }

    /// <summary>Takes what a media server tells.</summary>
    public Answer Take(ISfuAnswer answer)
    {
        if (answer is SfuClosed closed && closed.Call == current.Value?.Id)
        {
            current.Apply(call => call.SfuClosed(closed.Place));
            return Answer.None;
        }

        if (answer.Call != current.Value?.Id || !current.IsLive)
        {
            _asked = false;
            return Answer.None;
        }

        switch (answer)
        {
            case SfuChosen chosen:
                current.Apply(call => call.PlaceAt(chosen.Place));
                return Answer.None;
            case SfuOpened opened:
                current.Apply(call => call.GoBySfu(opened.Place));
                _asked = false;
                return Answer.Opened;
            case SfuRefused:
                current.Apply(call => call.NotPlaced());
                if (current.Value.Sfu is not null)
                {
                    _openAgainAt = Now + OpenAgainAfter;
                    return Answer.None;
                }

                _asked = false;
                return Answer.Refused;
            case SfuSignalled signal:
                Tell(signal.Participant, CallEnvelopes.Encode(
                    new CallSignal(signal.Call, SfuNames.Of(signal.Leg), signal.Description, signal.Candidate, signal.Streams)));
                return Answer.None;
            case SfuFailed failed:
                services.Metrics.Errors.Add(1, new KeyValuePair<string, object?>("code", failed.Error.Code.ToWire()));
                Tell(failed.Participant, EnvelopeWriter.Error(failed.Error, failed.Ref));
                return Answer.None;
            default:
                throw new InvalidOperationException($"No handling for {answer.GetType().Name}: add it here.");
        }
    }

    /// <summary>A participant negotiates with the media server.</summary>
    public void Signal(Call call, CallSignalRequest signal, CallCommand command, IActorRef connection)
    {
        if ((call.CheckSfuSignal(command.Caller) ?? limits.TakeSignal(call.Id, command.Caller, Now)) is { } error)
        {
            answers.Refuse(command, connection, error);
            return;
        }

        var leg = SfuNames.LegOf(signal.To)!.Value;
        services.Sfu.Tell(
            new SfuSignal(call.Id, call.Sfu!, ParticipantName.Of(command.Caller), command.Ref, leg, signal.Description, signal.Candidate), owner);
        services.Metrics.Calls.Signals.Add(1);
    }

    /// <summary>Does what is due.</summary>
    public void Advance(DateTimeOffset now)
    {
        if (_openAgainAt <= now)
            OpenAgain();
    }

    /// <summary>
    /// Asks for the call's rooms to be there, and for those that it no longer needs to be gone. Repeated with every lease, so that a restarted media
    /// server hears of the call, and a new owner of the call's room. Changes nothing where all is as it should be.
    /// </summary>
    public void OpenAgain()
    {
        _openAgainAt = null;
        if (current.Value is not { } call)
            return;
        if (current.IsLive && (call.Placing ?? call.Sfu) is { } place)
            services.Sfu.Tell(new OpenSfuRoom(call.Id, place), owner);
        foreach (var gone in call.Closing)
            services.Sfu.Tell(new CloseSfuRoom(call.Id, gone), owner);
    }

    private void Tell(string participant, EncodedEnvelope envelope)
    {
        if (current.Value!.Participants.FirstOrDefault(p => p.Key == participant) is { LostAt: null } seat)
            connections.Tell(seat.Session, envelope);
    }
}
