using System.Collections.Frozen;
using Akka.Actor;

namespace AkkaRealtime.Topics;

/// <summary>The owners of all kinds of topics that this node knows.</summary>
internal sealed class TopicOwners(IEnumerable<TopicOwner> owners)
{
    private readonly FrozenDictionary<int, TopicOwner> _owners = owners.ToFrozenDictionary(o => o.Kind.Number);

    /// <summary>The region of a topic's owner; nobody where the kind is unknown here, since a node of a newer version may publish to it.</summary>
    public IActorRef Of(TopicKind kind) => _owners.TryGetValue(kind.Number, out var owner) ? owner.Region() : ActorRefs.Nobody;

    /// <summary>Reads from the log of a topic's kind.</summary>
    public Task<IReadOnlyList<Publication>> ReadAsync(Topic topic, long after, long upTo) => Log(topic).ReadAsync(topic.Id, after, upTo);

    /// <summary>Who may still be on a topic.</summary>
    public Task<TopicAudience> AudienceAsync(Topic topic) => Log(topic).AudienceAsync(topic.Id);

    private ITopicLog Log(Topic topic) => _owners.TryGetValue(topic.Kind.Number, out var owner) && owner.Log is { } log
        ? log
        : throw new InvalidOperationException($"Nothing keeps what {topic} publishes.");
}
