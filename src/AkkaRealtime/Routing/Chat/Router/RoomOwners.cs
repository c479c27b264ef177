using Akka.Actor;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Router;

/// <summary>Which owners of rooms can't be reached: requests to them are answered, and new rooms don't fall to them.</summary>
internal sealed class RoomOwners(OwnerWatch watch, OwnerRegion region)
{
    // With two of three nodes away, one in a thousand still falls to them.
    private const int Tries = 16;

    /// <summary>They are always there: a node alone, and specs.</summary>
    public static RoomOwners AlwaysThere { get; } = new(new OwnerWatch(), new OwnerRegion(ChatRegistration.Rooms, 1));

    /// <summary>See <see cref="OwnerWatch.TryExpect"/>.</summary>
    public bool TryExpect(RoomId room, ClientRequest request, IActorRef connection) => watch.TryExpect(region, room.Value, request, connection);

    /// <summary>Has whoever waits for a direct room told <see cref="OwnerAway"/> where its owner can't be reached.</summary>
    public void Expect(RoomId room, IActorRef asker, string token) => watch.Expect(region, room.Value, asker, token);

    /// <summary>An id for a new room, which goes where it can be made now.</summary>
    public RoomId NewId(DateTimeOffset now)
    {
        var id = RoomId.New(now);
        for (var tries = 1; tries < Tries && region.IsAway(id.Value); tries++)
            id = RoomId.New(now);
        return id;
    }
}
