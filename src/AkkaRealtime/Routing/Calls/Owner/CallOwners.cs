using Akka.Actor;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>Which owners that calls need can't be reached: those of calls, of the rooms they are in, and of the users who want in.</summary>
internal sealed class CallOwners(OwnerWatch watch, OwnerRegion calls, OwnerRegion rooms, OwnerRegion users)
{
    /// <summary>They are always there: a node alone, and specs.</summary>
    public static CallOwners AlwaysThere { get; } = new(new OwnerWatch(), new OwnerRegion("", 1), new OwnerRegion("", 1), new OwnerRegion("", 1));

    /// <summary>A request is about to go to the owner of a room's calls: see <see cref="OwnerWatch.TryExpect"/>.</summary>
    public bool TryExpect(RoomId room, ClientRequest request, IActorRef connection) => watch.TryExpect(calls, room.Value, request, connection);

    /// <summary>A room is about to be asked: see <see cref="OwnerWatch.Expect"/>.</summary>
    public AwaitedReply? Expect(RoomId room, IActorRef asker, string key) => watch.Expect(rooms, room.Value, asker, key);

    /// <summary>A user's entity is about to be asked: see <see cref="OwnerWatch.Expect"/>.</summary>
    public AwaitedReply? Expect(UserId user, IActorRef asker, string key) => watch.Expect(users, user.Value, asker, key);
}
