using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users.Sessions;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>
/// While a call goes on, has the room's owner say which of those in it, or rung by it, are not members: asked whenever somebody comes in or is rung,
/// and every 10 s, so that a lost message or a room whose owner moved costs no more than that. Who becomes a member meanwhile is told of the call.
/// </summary>
internal sealed class MembershipWatch(RoomId room, CallServices services, CurrentCall current, IActorRef owner)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private HashSet<UserId> _watched = [];
    private Call? _seen;

    /// <summary>When it is renewed next; null: no call goes on.</summary>
    public DateTimeOffset? Next { get; private set; }

    /// <summary>The call may have changed: watches whoever is new in it at once.</summary>
    public void Follow(DateTimeOffset now)
    {
        if (ReferenceEquals(current.Value, _seen))
            return;
        _seen = current.Value;
        if (!current.IsLive)
        {
            _watched = [];
            Next = null;
        }
        else if (Next is null || !_watched.IsSupersetOf(_seen!.Present))
        {
            Renew(now);
        }
    }

    /// <summary>Renews what is due.</summary>
    public void Advance(DateTimeOffset now)
    {
        if (Next <= now && current.IsLive)
            Renew(now);
    }

    /// <summary>These users are members now: where a call goes on, their devices hear of it as the others' did when it began.</summary>
    public void Welcome(IReadOnlyList<UserId> users)
    {
        if (!current.IsLive)
            return;
        var updated = CallEnvelopes.Updated(current.Value!.View());
        foreach (var user in users)
            services.Users.Tell(new TellUser(user, updated), owner);
    }

    private void Renew(DateTimeOffset now)
    {
        var present = current.Value!.Present;
        _watched = [.. present];
        Next = now + Every;
        services.Rooms.Tell(new WatchMembers(room, present), owner);
    }
}
