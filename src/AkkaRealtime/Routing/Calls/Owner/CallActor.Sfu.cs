using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>The media server: asked for when the fifth wants in, and passed on what participants negotiate with it.</summary>
internal sealed partial class CallActor
{
    private static readonly TimeSpan OpenSfuAfter = TimeSpan.FromSeconds(5);

    private bool _sfuAsked;

    // Whoever has no place without a media server waits for its word.
    private bool AwaitsSfu(PendingEntry entry, CallDecision decision)
    {
        entry.AwaitsSfu = decision.NeedsSfu && _services.Sfu.IsConfigured && !entry.SfuRefused;
        if (entry.AwaitsSfu && !_sfuAsked)
        {
            _sfuAsked = true;
            if (decision.Call.Placing is { } place)
                _services.Sfu.Tell(new OpenSfuRoom(decision.Call.Id, place), Self);
            else
                _services.Sfu.Tell(new ChooseSfu(decision.Call.Id), Self);
        }

        return entry.AwaitsSfu;
    }

    private void SfuAnswered(ISfuAnswer answer)
    {
        if (answer is SfuClosed closed && closed.Call == _call?.Id)
        {
            ApplyToCall(call => call.SfuClosed(closed.Place));
            return;
        }

        if (answer.Call != _call?.Id || !IsLive)
        {
            _sfuAsked = false;
            return;
        }

        switch (answer)
        {
            case SfuChosen chosen:
                ApplyToCall(call => call.PlaceAt(chosen.Place));
                break;
            case SfuOpened opened:
                ApplyToCall(call => call.GoBySfu(opened.Place));
                SfuWasAsked(refused: false);
                break;
            case SfuRefused:
                ApplyToCall(call => call.NotPlaced());
                if (_call.Sfu is not null)
                    Timers.StartSingleTimer(nameof(OpenAgain), OpenAgain.Now, OpenSfuAfter);
                else
                    SfuWasAsked(refused: true);
                break;
            case SfuSignalled says:
                ToParticipant(says.Participant, CallEnvelopes.Encode(
                    new CallSignal(says.Call, SfuNames.Of(says.Leg), says.Description, says.Candidate, says.Streams)));
                break;
            case SfuFailed failed:
                _services.Metrics.Errors.Add(1, new KeyValuePair<string, object?>("code", failed.Error.Code.ToWire()));
                ToParticipant(failed.Participant, EnvelopeWriter.Error(failed.Error, failed.Ref));
                break;
            default:
                Unhandled(answer);
                break;
        }
    }

    private void SfuWasAsked(bool refused)
    {
        _sfuAsked = false;
        foreach (var entry in _pending.Where(p => p.AwaitsSfu).ToList())
        {
            entry.SfuRefused = refused;
            Decide(entry);
        }
    }

    private void ToParticipant(string participant, EncodedEnvelope envelope)
    {
        if (_call!.Participants.FirstOrDefault(p => p.Key == participant) is { LostAt: null } seat)
            _connections.Tell(seat.Session, envelope);
    }

    private void SignalSfu(Call call, CallSignalRequest signal, CallCommand command, IActorRef sender)
    {
        var error = call.CheckSfuSignal(command.Caller);
        if (error is null && _services.Options.Limits.RateLimiting)
            error = _signals.Take(ParticipantName.Of(command.Caller), Now);
        if (error is not null)
        {
            Refuse(command, sender, error);
            return;
        }

        var leg = SfuNames.LegOf(signal.To)!.Value;
        _services.Sfu.Tell(
            new SfuSignal(call.Id, call.Sfu!, ParticipantName.Of(command.Caller), command.Ref, leg, signal.Description, signal.Candidate), Self);
        _services.Metrics.Calls.Signals.Add(1);
    }

    // Said again with every lease: a media server that began anew, or a later owner, finds the call so. Nothing changes where it is known.
    private void OpenSfuAgain()
    {
        if (_call is not { } call)
            return;
        if (IsLive && (call.Placing ?? call.Sfu) is { } place)
            _services.Sfu.Tell(new OpenSfuRoom(call.Id, place), Self);
        foreach (var gone in call.Closing)
            _services.Sfu.Tell(new CloseSfuRoom(call.Id, gone), Self);
    }

    private sealed record OpenAgain
    {
        public static readonly OpenAgain Now = new();
    }
}
