using System.Collections.Frozen;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Topics;

/// <summary>
/// The owners of all kinds of topics that this node knows, for its relay. Nothing throws here: what a domain's part throws, however early, costs one
/// question, which the relay asks again.
/// </summary>
/// <param name="owners">One for each kind.</param>
/// <param name="log">Says which kind's owners can't be found.</param>
internal sealed partial class TopicOwners(IEnumerable<TopicOwner> owners, ILogger? log = null)
{
    private readonly FrozenDictionary<int, TopicOwner> _owners = owners.ToFrozenDictionary(o => o.Kind.Number);
    private readonly ILogger _log = log ?? NullLogger.Instance;

    // Said once, not for each of its topics each second.
    private readonly HashSet<TopicKind> _missing = [];

    /// <summary>
    /// The region of a topic's owner; nobody where the kind is unknown here, since a node of another version may publish to it, or where its region can't be
    /// found for now.
    /// </summary>
    public IActorRef Of(TopicKind kind)
    {
        if (!_owners.TryGetValue(kind.Number, out var owner))
            return ActorRefs.Nobody;
        try
        {
            var region = owner.Region();
            _missing.Remove(kind);
            return region;
        }
        catch (Exception e)
        {
            if (_missing.Add(kind))
                LogMissing(_log, e, kind);
            return ActorRefs.Nobody;
        }
    }

    /// <summary>Reads from the log of a topic's kind.</summary>
    public async Task<IReadOnlyList<Publication>> ReadAsync(Topic topic, long after, long upTo) =>
        await Log(topic).ReadAsync(topic.Id, after, upTo).ConfigureAwait(false);

    /// <summary>Who may still be on a topic.</summary>
    public async Task<TopicAudience> AudienceAsync(Topic topic) => await Log(topic).AudienceAsync(topic.Id).ConfigureAwait(false);

    private ITopicLog Log(Topic topic) => _owners.TryGetValue(topic.Kind.Number, out var owner) && owner.Log is { } log
        ? log
        : throw new InvalidOperationException($"Nothing keeps what {topic} publishes.");

    [LoggerMessage(EventId = 3004, Level = LogLevel.Error, Message = "The owners of the topics of kind {Kind} can't be found; they are asked for again each second")]
    private static partial void LogMissing(ILogger log, Exception cause, TopicKind kind);
}
