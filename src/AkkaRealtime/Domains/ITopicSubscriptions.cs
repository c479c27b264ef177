using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains;

/// <summary>What the host decides about who follows its topics, apart from <see cref="TopicOptions.Authorize"/>; taken from the services of the host.</summary>
public interface ITopicSubscriptions
{
    /// <summary>
    /// Ends a user's subscription to a topic, on all of their connections and nodes: each connection that follows is told <c>topic.unsubscribed</c> and gets
    /// nothing more of the topic. Let <see cref="TopicOptions.Authorize"/> say no first, or the client may simply subscribe again; a subscription that is just
    /// being checked is checked anew. The task completes as soon as that is on its way; a node that can't be reached at that moment is not told.
    /// </summary>
    /// <param name="user">Who may not follow the topic any longer.</param>
    /// <param name="topic">The topic's name, such as <c>orders.alice</c>.</param>
    /// <exception cref="ArgumentException">That can't be the id of a user, or the host knows no such topic.</exception>
    Task EndAsync(UserId user, string topic);
}
