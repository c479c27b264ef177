using Akka.Actor;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Scouting;
using AkkaRealtime.Webhooks.Store;

namespace AkkaRealtime.Webhooks.Owner;

/// <summary>Notes which streams this node's journal appends to, for the owner of webhooks.</summary>
internal sealed class WebhookScout(TimeProvider time) : JournalScout<string>(time)
{
    /// <inheritdoc/>
    protected override void Note(JournalResult result, ISet<string> moved)
    {
        if (result is EventsAppended appended)
            moved.Add(StreamPosition.Of(appended.Room));
        else if (result is Saved { Entry: SaveUser { Event: not null } user })
            moved.Add(StreamPosition.Of(user.User));
        else if (result is Saved { Entry: SaveReport })
            moved.Add(StreamPosition.Reports);
    }
}

/// <summary>Tells the owner of webhooks.</summary>
internal sealed class WebhookScoutActor(WebhookScout scout, IActorRef owner, IActorRef mediator)
    : JournalScoutActor<string, FollowStreams>(scout, owner, mediator, Topic, TimeSpan.FromMilliseconds(20))
{
    /// <summary>The mediator's topic of all scouts.</summary>
    public const string Topic = "webhook-scouts";

    /// <inheritdoc/>
    protected override object Greeting => new LookAtWebhooks("A node has started.");

    /// <inheritdoc/>
    protected override object Moved(IReadOnlyList<string> names) => new StreamsMoved(names);
}
