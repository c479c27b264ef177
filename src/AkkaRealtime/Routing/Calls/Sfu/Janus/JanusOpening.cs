using Akka.Actor;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>
/// Opens and closes the rooms of calls at one Janus. All rooms of a call have the same number there, so a call's next room waits until the one before
/// it has gone.
/// </summary>
internal sealed class JanusOpening(JanusSession session, JanusRooms rooms, JanusLeftovers leftovers)
{
    /// <summary>Has the call's room made, or says that it is there.</summary>
    public void Open(OpenSfuRoom open, IActorRef owner)
    {
        if (rooms.TryTakeOver(open, owner))
            return;
        if (!session.IsUp && open.Place.Session.Length == 0)
            owner.Tell(new SfuRefused(open.Call));
        else if (!leftovers.TryPutBehind(open, owner))
            rooms.Add(open, owner);
    }

    /// <summary>Has a room go.</summary>
    public void Close(CloseSfuRoom close, IActorRef owner)
    {
        var place = rooms.PlaceOf(close.Call);
        if (place is not null && !place.IsSameRoom(close.Place))
        {
            // The call has another room by now, which has the number of this one.
            owner.Tell(new SfuClosed(close.Call, close.Place));
            return;
        }

        rooms.Abandon(close.Call);
        leftovers.Add(close, owner);
    }

    /// <summary>A room of the call is gone: the one that waited for that is next.</summary>
    public void Gone(CallId call)
    {
        if (leftovers.Gone(call) is { } next)
            Open(next.Open, next.Owner);
    }

    /// <summary>Janus stays away, and there is another one: <paramref name="chooser"/> chooses again for all calls, and the rooms here are to go when Janus comes back.</summary>
    public void MoveAll(IActorRef chooser)
    {
        foreach (var (room, owner) in rooms.TakeAll())
        {
            leftovers.Keep(room, owner);
            chooser.Tell(new ChooseSfu(room.Call), owner);
        }
    }
}
