using Akka.Actor;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Subscriptions;

/// <summary>Has this node's router of topics tell all nodes.</summary>
internal sealed class TopicSubscriptions(Func<IActorRef> router, TopicRules topics) : ITopicSubscriptions
{
    /// <inheritdoc/>
    public Task EndAsync(UserId user, string topic)
    {
        if (!IdRules.IsUser(user.Value))
            throw new ArgumentException($"'{user}' can't be the id of a user.", nameof(user));
        if (topics.Fault(topic) is { } fault)
            throw new ArgumentException(fault, nameof(topic));
        router().Tell(new EndSubscription(user, topic), ActorRefs.NoSender);
        return Task.CompletedTask;
    }
}
