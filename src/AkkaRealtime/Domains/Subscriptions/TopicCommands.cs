using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Subscriptions;

/// <summary>A message to the owner of a host's topic, through the shard region of topics.</summary>
internal interface ITopicCommand : IEntityMessage
{
    /// <inheritdoc/>
    string IEntityMessage.EntityId => Name;

    /// <summary>The topic.</summary>
    string Name { get; }
}

/// <summary>
/// A connection follows the topic from now on: tell it where the topic stands, and what it missed. The sender is the connection, whose relay has
/// the connection on the topic already; it is told <c>topic.subscribed</c>.
/// </summary>
internal sealed record SubscribeToTopic(string Name, string? Ref, long? After, string? Epoch) : ITopicCommand, IAnswered;

/// <summary>The host ends a user's subscription: tells this node's router, which tells those of all nodes.</summary>
internal sealed record EndSubscription(UserId User, string Topic);

/// <summary>The host has ended a user's subscription: take the user's connections on this node off the topic. Told to the routers of all nodes.</summary>
internal sealed record SubscriptionEnded(UserId User, string Topic) : ICrossesNodes;

/// <summary>Tell an event to all who follow. No answer.</summary>
internal sealed record PublishToTopic(string Name, string Type, EncodedJson Data) : ITopicCommand;
