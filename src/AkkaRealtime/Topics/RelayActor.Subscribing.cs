using Akka.Actor;

namespace AkkaRealtime.Topics;

// Who comes and goes, and how those who come late get what they miss.
internal sealed partial class RelayActor
{
    private void OnSubscribe(Subscribe subscribe)
    {
        var subscriber = _subscriptions.Of(subscribe.User, subscribe.Outbox);
        if (subscriber.Count == 0)
            subscriber.Reserve(subscribe.Topics.Count);
        foreach (var (topic, head) in subscribe.Topics)
            PutOn(subscriber, topic, head, subscribe.Watches);
    }

    private void PutOn(Subscriber subscriber, Topic name, long head, bool watches)
    {
        if (_topics.Find(name) is not { } topic)
        {
            topic = _topics.Open(name, head);
            var added = subscriber.Add(topic, TopicRelay.Aside);
            subscriber.SetWatches(added, watches);
            topic.AddMember(subscriber, added);
            return;
        }

        // Who comes now must not get what was gathered before, unless they miss it.
        FlushNow(topic);
        var slot = subscriber.Find(topic);

        // Whoever watches and has meanwhile become a member is one, in whichever order that is heard of; what is newer than both is right.
        if (slot >= 0)
            subscriber.SetWatches(slot, watches && (subscriber.Watches(slot) || head > Math.Max(topic.Position, topic.CatchUp?.MemberSince(subscriber) ?? 0)));
        if (slot < 0)
            Begin(subscriber, topic, head, watches);
        else if (subscriber.PlaceAt(slot) != TopicRelay.Aside)
            EnterAgain(subscriber, topic, slot, head);
        else if (topic.CatchUp?.EnteredAgain(subscriber, head) != true)
            Wait(topic, subscriber, head, head);
        CatchUp(topic);
    }

    private void Begin(Subscriber subscriber, TopicRelay topic, long head, bool watches)
    {
        var slot = subscriber.Add(topic, TopicRelay.Aside);
        subscriber.SetWatches(slot, watches);
        if (head == topic.Position)
            topic.AddMember(subscriber, slot);
        else if (topic.Position - head > TopicLimits.Missed)
            (topic.CatchUp ??= new TopicCatchUp(topic.Position)).Lagging.Add(subscriber);
        else
            Wait(topic, subscriber, head, head);
    }

    // They left and came back, and the publication of the leave is still on its way: it must not take them off.
    private void EnterAgain(Subscriber subscriber, TopicRelay topic, int slot, long head)
    {
        if (head <= topic.Position)
            return;
        topic.RemoveMember(subscriber.PlaceAt(slot));
        Wait(topic, subscriber, topic.Position, head);
    }

    private void Wait(TopicRelay topic, Subscriber subscriber, long head, long memberSince)
    {
        (topic.CatchUp ??= new TopicCatchUp(topic.Position)).Add(subscriber, head, memberSince);
        if (memberSince > topic.Position)
            _topics.Ask(topic);
    }

    private void OnFindNotOn(FindNotOn find)
    {
        var subscriber = _subscriptions.Find(find.Outbox);
        Topic[] missing = [.. find.Topics.Where(name => subscriber is null || _topics.Find(name) is not { } topic || subscriber.Find(topic) is not (>= 0 and var slot) || subscriber.Watches(slot))];
        if (missing.Length > 0)
            Sender.Tell(new NotOn(missing), Self);
    }

    private void OnUnsubscribe(Unsubscribe unsubscribe)
    {
        if (_subscriptions.Find(unsubscribe.Outbox) is not { } subscriber || _topics.Find(unsubscribe.Topic) is not { } topic)
            return;
        FlushNow(topic);
        _subscriptions.Remove(subscriber, topic);
        _topics.Left(topic);
    }

    private void OnFollow(Follow follow)
    {
        var topic = _topics.Find(follow.Topic) ?? _topics.Open(follow.Topic, 0);
        if (_followers.Add(follow.Follower, follow.Topic))
            Context.Watch(follow.Follower);
        if (Array.IndexOf(topic.Followers, follow.Follower) < 0)
            topic.Followers = [.. topic.Followers, follow.Follower];
    }

    private void OnUnfollow(Topic name, IActorRef follower)
    {
        if (_followers.Remove(follower, name))
            Context.Unwatch(follower);
        if (_topics.Find(name) is not { } topic)
            return;
        topic.Followers = Array.FindAll(topic.Followers, f => !f.Equals(follower));
        _topics.Left(topic);
    }

    // Serves who can be served, and gets what the others need. Nothing may be gathered for the topic.
    private void CatchUp(TopicRelay topic)
    {
        _fanout.ServeReady(topic);
        if (topic.CatchUp is not { } catchUp)
            return;
        if (catchUp.Lagging.Count > 0 && !catchUp.Checking)
        {
            catchUp.Checking = true;
            _services.Owners.AudienceAsync(topic.Topic).PipeTo(
                Self,
                success: audience => new AudienceRead(topic, catchUp, audience, null),
                failure: e => new AudienceRead(topic, catchUp, TopicAudience.Nobody, e));
        }

        if (catchUp.ReadingAfter is not null || catchUp.Needed is not { } after)
            return;
        catchUp.ReadingAfter = after;
        var upTo = catchUp.From;
        _services.Owners.ReadAsync(topic.Topic, after, upTo).PipeTo(
            Self,
            success: missed => new LogRead(topic, catchUp, upTo, missed, null),
            failure: e => new LogRead(topic, catchUp, upTo, [], e));
    }

    private void OnLogRead(LogRead read)
    {
        var (topic, catchUp) = (read.Topic, read.CatchUp);
        if (!ReferenceEquals(topic.CatchUp, catchUp) || catchUp.ReadingAfter is not { } after)
            return;
        catchUp.ReadingAfter = null;
        if (read.Failure is { } failure)
        {
            LogUnread(failure, topic.Topic);
            _topics.Failed(topic);
            return;
        }

        FlushNow(topic);
        if (catchUp.From == read.UpTo && !catchUp.Prepend(after, read.Publications))
            catchUp.LagAll(topic.Position);
        CatchUp(topic);
    }

    private void OnAudienceRead(AudienceRead read)
    {
        var (topic, catchUp) = (read.Topic, read.CatchUp);
        if (!ReferenceEquals(topic.CatchUp, catchUp))
            return;
        catchUp.Checking = false;
        if (read.Failure is { } failure)
        {
            LogUnread(failure, topic.Topic);
            _topics.Failed(topic);
            return;
        }

        FlushNow(topic);
        _fanout.LetLag(topic, catchUp, read.Audience);
        CatchUp(topic);
        _topics.Left(topic);
    }

    private sealed record LogRead(TopicRelay Topic, TopicCatchUp CatchUp, long UpTo, IReadOnlyList<Publication> Publications, Exception? Failure);

    private sealed record AudienceRead(TopicRelay Topic, TopicCatchUp CatchUp, TopicAudience Audience, Exception? Failure);
}
