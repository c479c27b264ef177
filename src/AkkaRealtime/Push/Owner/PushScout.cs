using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Scouting;

namespace AkkaRealtime.Push.Owner;

/// <summary>Notes in which rooms this node's journal appends something, for who pushes.</summary>
internal sealed class PushScout(TimeProvider time) : JournalScout<RoomId>(time)
{
    /// <inheritdoc/>
    protected override void Note(JournalResult result, ISet<RoomId> moved)
    {
        if (result is EventsAppended appended)
            moved.Add(appended.Room);
    }
}

/// <summary>Tells who pushes.</summary>
internal sealed class PushScoutActor(PushScout scout, IActorRef owner, IActorRef mediator)
    : JournalScoutActor<RoomId, FollowRooms>(scout, owner, mediator, Topic, TimeSpan.FromMilliseconds(50))
{
    /// <summary>The mediator's topic of all scouts.</summary>
    public const string Topic = "push-scouts";

    /// <inheritdoc/>
    protected override object Greeting => new LookAtPush("A node has started.");

    /// <inheritdoc/>
    protected override object Moved(IReadOnlyList<RoomId> names) => new RoomsMoved(names);
}
