using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>
/// Rooms at one Janus that are no longer needed. Janus keeps a room whose maker is gone, so each is asked for until Janus says that it is gone, also
/// by a later session: only the way to Janus may have been lost, and not Janus.
/// </summary>
internal sealed class JanusLeftovers(JanusSession session)
{
    // One a call that ended while Janus was away. Beyond, the owner, which keeps it, asks again.
    private const int MaxLeftovers = 4_096;

    private readonly Dictionary<CallId, Leftover> _leftovers = [];

    /// <summary>A room is to go; <paramref name="owner"/> is told <see cref="SfuClosed"/> once it has gone.</summary>
    public void Add(CloseSfuRoom close, IActorRef owner)
    {
        if (_leftovers.TryGetValue(close.Call, out var under))
        {
            var isOfNext = under.Next?.Open.Place.IsSameRoom(close.Place) == true;
            _leftovers[close.Call] = isOfNext ? under with { Next = null } : under with { Owner = owner };
            if (isOfNext)
                owner.Tell(new SfuClosed(close.Call, close.Place));
        }
        else if (_leftovers.Count < MaxLeftovers)
        {
            _leftovers.Add(close.Call, new Leftover(close.Place, owner, null));
            Destroy(close.Call);
        }
    }

    /// <summary>A room that was given up while Janus is away.</summary>
    public void Keep(JanusRoom room, IActorRef owner) => _leftovers.TryAdd(room.Call, new Leftover(room.Place, owner, null));

    /// <summary>True where an earlier room of the call is still to go: all rooms of a call have the same number, so the next one waits for that.</summary>
    public bool TryPutBehind(OpenSfuRoom open, IActorRef owner)
    {
        if (!_leftovers.TryGetValue(open.Call, out var before))
            return false;
        _leftovers[open.Call] = before with { Next = (open, owner) };
        return true;
    }

    /// <summary>Asks for the end of the call's room, if Janus can be reached.</summary>
    public void Destroy(CallId call)
    {
        if (session.IsUp && _leftovers.TryGetValue(call, out var leftover))
            session.Send(JanusRoom.Destroy(session.Control, call, leftover.Place), new JanusContext(call));
    }

    /// <summary>There is a new session: all of them are asked for.</summary>
    public void DestroyAll()
    {
        foreach (var call in _leftovers.Keys)
            Destroy(call);
    }

    /// <summary>The room is gone, or Janus has refused: then there is no such room, or it is not ours. The room that waited for that, if there is one.</summary>
    public (OpenSfuRoom Open, IActorRef Owner)? Gone(CallId call)
    {
        if (!_leftovers.Remove(call, out var leftover))
            return null;
        leftover.Owner.Tell(new SfuClosed(call, leftover.Place));
        return leftover.Next;
    }

    /// <summary>A room that is to go.</summary>
    /// <param name="Place">The room.</param>
    /// <param name="Owner">Who is told.</param>
    /// <param name="Next">The call needs another one after all.</param>
    private sealed record Leftover(SfuPlace Place, IActorRef Owner, (OpenSfuRoom Open, IActorRef Owner)? Next);
}
