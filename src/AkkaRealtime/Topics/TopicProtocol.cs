using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Topics;

/// <summary>What a connection (or another actor of this node) tells the node's relay.</summary>
internal interface IRelayCommand;

/// <summary>Put <paramref name="Outbox"/> on the topics; each with the last <c>seq</c> that it need not get.</summary>
/// <param name="Topics">The topics.</param>
/// <param name="User">Whose connection it is.</param>
/// <param name="Outbox">Its way out.</param>
/// <param name="Watches">The user is no member, and gets what is for everybody who may look.</param>
internal sealed record Subscribe(IReadOnlyList<KeyValuePair<Topic, long>> Topics, UserId User, IOutbox Outbox, bool Watches = false) : IRelayCommand;

/// <summary>Which of the topics is <paramref name="Outbox"/> not on as a member's? The sender is told <see cref="NotOn"/> where there are any.</summary>
internal sealed record FindNotOn(IReadOnlyList<Topic> Topics, IOutbox Outbox) : IRelayCommand;

/// <summary>The answer to <see cref="FindNotOn"/>.</summary>
internal sealed record NotOn(IReadOnlyList<Topic> Topics);

/// <summary>Take <paramref name="Outbox"/> off one topic.</summary>
internal sealed record Unsubscribe(Topic Topic, IOutbox Outbox) : IRelayCommand;

/// <summary>Take <paramref name="Outbox"/> off all its topics: the connection ended.</summary>
internal sealed record UnsubscribeAll(IOutbox Outbox) : IRelayCommand;

/// <summary>Tell a local actor the (volatile) publications of a topic as <see cref="Publication"/>; it is watched.</summary>
internal sealed record Follow(Topic Topic, IActorRef Follower) : IRelayCommand;

/// <summary>End of <see cref="Follow"/>.</summary>
internal sealed record Unfollow(Topic Topic, IActorRef Follower) : IRelayCommand;

/// <summary>What a relay tells a topic's owner through its shard region, and back.</summary>
internal interface ITopicMessage : IEntityMessage
{
    /// <inheritdoc/>
    string IEntityMessage.EntityId => Topic.Id;

    /// <summary>The topic.</summary>
    Topic Topic { get; }
}

/// <summary>
/// A node has connections for this topic and has everything up to <paramref name="LastSeq"/>. Sent at the start, after a gap, and when the
/// owner asks. The sender is the relay; the owner answers with <see cref="Head"/>.
/// </summary>
public sealed record Interest(Topic Topic, long LastSeq) : ITopicMessage
{
    /// <summary>The relay's number of the question; the answer repeats it (<see cref="Head.Answers"/>).</summary>
    internal int Question { get; init; }
}

/// <summary>The sender, a relay, has nobody left for this topic.</summary>
public sealed record NoInterest(Topic Topic) : ITopicMessage;

/// <summary>
/// The owner's answer to <see cref="Interest"/>: its head, and the durable publications after the <c>LastSeq</c> that was named, in order.
/// <paramref name="Truncated"/>: more were missing than are repeated (over 1,000); the relay tells its connections that they lag.
/// Where the missed ones are many bytes (<see cref="TopicLimits.BatchBytes"/>), the first of them are enough: the relay asks for the rest.
/// </summary>
public sealed record Head(Topic Topic, long Seq, IReadOnlyList<Publication> Missed, bool Truncated) : ITopicMessage
{
    /// <summary>The number of the question (<see cref="Interest.Question"/>); 0 counts as an answer to any. That of an owner of the past may come late.</summary>
    internal int Answers { get; init; }
}

/// <summary>
/// An owner that has just started asks every relay who needs it. They answer with <see cref="Interest"/>. It tells its router, which publishes it
/// to <see cref="TopicNames.AllRelays"/>.
/// </summary>
public sealed record RenewInterest(Topic Topic) : ITopicMessage
{
    /// <summary>Asked again, so many seconds after the owner started: whoever was answered since then has nothing to say. 0: the first time.</summary>
    internal int Age { get; init; }
}

/// <summary>
/// An envelope for all who are on any of these topics, on every node: a connection that is on several gets it once. Volatile. An entity tells its
/// router, which publishes it to <see cref="TopicNames.AllRelays"/>.
/// </summary>
internal sealed record Announcement(IReadOnlyList<Topic> Topics, EncodedEnvelope Envelope) : ICrossesNodes
{
    /// <summary>The most topics of one, which keeps it far below any frame size; who is on topics of several gets several.</summary>
    public const int MaxTopics = 1_000;
}

/// <summary>Publications for one node's relay, in order.</summary>
internal sealed record PublicationBatch(IReadOnlyList<Publication> Publications) : ICrossesNodes
{
    /// <summary>Heads that are repeated after a quiet second: whoever has less asks the owner.</summary>
    public IReadOnlyList<TopicHead> Heads { get; init; } = [];
}

/// <summary>How far a topic had come when its router last published for it.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Seq">The last durable publication's.</param>
internal readonly record struct TopicHead(Topic Topic, long Seq);

/// <summary>
/// A router tells its node's entities that the cluster removed a node, and one whose <see cref="Broadcast"/> names such a node: forget it.
/// </summary>
public sealed record RelayGone(Address Relay);

/// <summary>An entity hands its router what to broadcast, and to which relays. The router passes it on through the mediator.</summary>
/// <param name="Relays">The interested nodes' addresses, as in <see cref="TopicNames.Node"/>.</param>
/// <param name="Publications">In order.</param>
public sealed record Broadcast(IReadOnlyCollection<Address> Relays, IReadOnlyList<Publication> Publications);

/// <summary>Bounds of what is repeated and sent at once.</summary>
internal static class TopicLimits
{
    /// <summary>Publications that are repeated after a gap; with more missing a connection lags (protocol §2, <c>session.lagging</c>).</summary>
    public const int Missed = 1_000;

    /// <summary>About how many bytes of publications go into one message between nodes: below any frame size.</summary>
    public const int BatchBytes = 100_000;

    /// <summary>Topics that a connection may join, besides those of its rooms.</summary>
    public const int MaxPerConnection = 256;
}

/// <summary>Names of the mediator's topics: two for each node, and three. And the one path that it knows.</summary>
internal static class TopicNames
{
    /// <summary>The name of a node's relay among its actors.</summary>
    public const string RelayActor = "relay";

    /// <summary>Where a node's mediator finds its own relay.</summary>
    public const string Relay = $"/user/{RelayActor}";

    /// <summary>Every relay subscribes to this.</summary>
    public const string AllRelays = "relays";

    /// <summary>The connections of every node: an envelope that is published here goes to everybody who is connected, at most once.</summary>
    public const string Everybody = "everybody";

    /// <summary>Every node subscribes to this when all of its other subscriptions are made.</summary>
    public const string Greetings = "greetings";

    /// <summary>One node subscribes to this when all of its other subscriptions are made.</summary>
    public static string Answers(Address address) => $"answers/{address.Host}:{address.Port}";

    /// <summary>The relay of one node subscribes to this.</summary>
    public static string Node(Address address) => $"node/{address.Host}:{address.Port}";
}
