using Akka.Actor;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Topics;

/// <summary>Who owns the topics of one kind. A domain registers one for each kind that it publishes to.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Region">The shard region that holds the owners; asked for when it is first needed.</param>
/// <param name="Log">What the relay reads where a topic's publications are kept; null where all of them are volatile.</param>
internal sealed record TopicOwner(TopicKind Kind, Func<IActorRef> Region, ITopicLog? Log = null);

/// <summary>What a relay reads of topics whose publications are kept.</summary>
internal interface ITopicLog
{
    /// <summary>Publications of the topic <paramref name="id"/> with <c>seq</c> in (<paramref name="after"/>, <paramref name="upTo"/>], in order, at most <see cref="TopicLimits.Missed"/>.</summary>
    /// <exception cref="Exception">Whatever the store throws: the relay asks again after a second.</exception>
    Task<IReadOnlyList<Publication>> ReadAsync(string id, long after, long upTo);

    /// <summary>Who may still be on the topic; asked after so much was missed that a leave may have been among it.</summary>
    /// <exception cref="Exception">Whatever the store throws: the relay asks again after a second.</exception>
    Task<TopicAudience> AudienceAsync(string id);
}

/// <summary>Who may be on a topic.</summary>
internal sealed class TopicAudience
{
    private readonly IReadOnlySet<UserId>? _users;

    private TopicAudience(IReadOnlySet<UserId>? users) => _users = users;

    /// <summary>Anybody.</summary>
    public static TopicAudience Everybody { get; } = new(null);

    /// <summary>Nobody: the topic is gone.</summary>
    public static TopicAudience Nobody { get; } = new(new HashSet<UserId>());

    /// <summary>These users.</summary>
    public static TopicAudience Of(IEnumerable<UserId> users) => new(users.ToHashSet());

    /// <summary>Whether <paramref name="user"/> is one of them.</summary>
    public bool Contains(UserId user) => _users?.Contains(user) != false;
}
