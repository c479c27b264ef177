using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>
/// Rooms that are needed no more. Janus keeps a room whose maker is gone, so each is asked for until Janus says that it is gone, also by a
/// later session: only the way to Janus may have been lost, and not Janus.
/// </summary>
internal sealed partial class JanusLinkActor
{
    // One a call that ended while Janus was away. Beyond, the owner, which keeps it, asks again.
    private const int MostClosing = 4_096;

    private void Close(CloseSfuRoom close, IActorRef owner)
    {
        if (_rooms.TryGetValue(close.Call, out var known) && known.Room.Place.IsSameRoom(close.Place))
        {
            if (IsUp)
                known.Room.Abandon();
            Remove(known.Room);
            Carry(known.Room, known.Owner);
        }
        else if (known.Room is not null)
        {
            // The call has another room by now, which has the number of this one.
            owner.Tell(new SfuClosed(close.Call, close.Place));
            return;
        }

        if (_closing.TryGetValue(close.Call, out var under))
        {
            var isOfNext = under.Next?.Open.Place.IsSameRoom(close.Place) == true;
            _closing[close.Call] = isOfNext ? under with { Next = null } : under with { Owner = owner };
            if (isOfNext)
                owner.Tell(new SfuClosed(close.Call, close.Place));
        }
        else if (_closing.Count < MostClosing)
        {
            _closing.Add(close.Call, new Leftover(close.Place, owner, null));
            Destroy(close.Call);
        }
    }

    private void Destroy(CallId call)
    {
        if (IsUp && _closing.TryGetValue(call, out var leftover))
            Send(JanusRoom.Destroy(_control, call, leftover.Place), new JanusContext(call));
    }

    // Also where it refused: then there is no such room, or it is not ours.
    private void Closed(CallId call)
    {
        if (!_closing.Remove(call, out var leftover))
            return;
        leftover.Owner.Tell(new SfuClosed(call, leftover.Place));
        if (leftover.Next is { } next)
            Open(next.Open, next.Owner);
    }

    /// <summary>A room to be ended.</summary>
    /// <param name="Place">The room.</param>
    /// <param name="Owner">Who is told.</param>
    /// <param name="Next">The call needs another one after all.</param>
    private sealed record Leftover(SfuPlace Place, IActorRef Owner, (OpenSfuRoom Open, IActorRef Owner)? Next);
}
