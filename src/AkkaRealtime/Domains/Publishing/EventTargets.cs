using Akka.Actor;

namespace AkkaRealtime.Domains.Publishing;

/// <summary>To whom events are handed; asked for with each event.</summary>
/// <param name="Users">The region of users.</param>
/// <param name="Rooms">The region of rooms.</param>
/// <param name="Topics">The region of topics.</param>
/// <param name="Everybody">This node's router, for what is meant for everybody.</param>
internal sealed record EventTargets(Func<IActorRef> Users, Func<IActorRef> Rooms, Func<IActorRef> Topics, Func<IActorRef> Everybody)
{
    /// <summary>Sets an event on its way. Safe from any thread.</summary>
    public void Send(OwnEvent sent)
    {
        if (sent.User is { } toUser)
            Users().Tell(toUser, ActorRefs.NoSender);
        else if (sent.Room is { } toRoom)
            Rooms().Tell(toRoom, ActorRefs.NoSender);
        else if (sent.Topic is { } toTopic)
            Topics().Tell(toTopic, ActorRefs.NoSender);
        else if (sent.Everybody is { } toEverybody)
            Everybody().Tell(new PublishToEverybody(toEverybody), ActorRefs.NoSender);
    }
}
