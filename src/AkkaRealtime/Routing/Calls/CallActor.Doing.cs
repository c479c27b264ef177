using Akka.Actor;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Status;

namespace AkkaRealtime.Routing.Calls;

/// <summary>The doing of what was decided: kept first, and told in order.</summary>
internal sealed partial class CallActor
{
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
}
