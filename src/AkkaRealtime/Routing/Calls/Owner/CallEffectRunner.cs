using Akka.Actor;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Sessions;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>
/// Tells everybody what was decided. Users' entities come before any client: whoever hears that a call is over may start the next one at once,
/// and must not be found busy with this one.
/// </summary>
internal sealed class CallEffectRunner(CallServices services, CallConnections connections, IActorRef owner)
{
    /// <summary>Does all of it, in order, with <paramref name="reply"/> between users' entities and clients.</summary>
    public void Run(CallDecision decision, Action? reply)
    {
        var call = new CallForUsers(decision.Call);
        foreach (var effect in decision.Effects.Where(IsForUsersEntity))
            Run(effect, decision.Call, call);
        reply?.Invoke();
        foreach (var effect in decision.Effects.Where(e => !IsForUsersEntity(e)))
            Run(effect, decision.Call, call);
    }

    private static bool IsForUsersEntity(CallEffect effect) => effect is Ring or Reserve or Release;

    private void Run(CallEffect effect, Call call, CallForUsers told)
    {
        switch (effect)
        {
            case TellSessions tell:
                var envelope = CallEnvelopes.Encode(tell.Event);
                foreach (var session in tell.Sessions)
                    connections.Tell(session, envelope);
                break;
            case TellDevices tell:
                services.Users.Tell(new TellUser(tell.User, CallEnvelopes.Encode(tell.Event), ExceptSession: tell.Except), owner);
                break;
            case Ring ring when call.CalleeOf(ring.User) is { } callee:
                services.Users.Tell(told.Ring(callee), owner);
                break;
            case Reserve reserve:
                services.Users.Tell(told.Reserve(reserve.User), owner);
                break;
            case Release release:
                services.Users.Tell(new ReleaseUser(release.User, call.Id, release.Declined), owner);
                break;
            case Announce:
                services.Rooms.Tell(new TellRoom(call.Room, CallEnvelopes.Updated(told.View)), owner);
                break;
            case LeaveSfu leave:
                services.Sfu.Tell(new LeaveSfuRoom(call.Id, leave.Place, leave.Participant), owner);
                break;
            case OpenSfu open:
                services.Sfu.Tell(new OpenSfuRoom(call.Id, open.Place), owner);
                break;
            case CloseSfu close:
                services.Sfu.Tell(new CloseSfuRoom(call.Id, close.Place), owner);
                break;
            case Save or KeepOutcome:
                //// Done before anybody is told (CurrentCall).
                break;
            default:
                throw new InvalidOperationException($"No handling for {effect.GetType().Name}: add it here.");
        }
    }
}
