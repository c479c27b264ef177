using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Sessions;

/// <summary>
/// The connection is put on a topic: send <paramref name="First"/>, then follow the topic from <paramref name="Head"/> on, in that order.
/// Told when the user became a member of a room (<c>chat.room</c>), and when they watch a channel (<c>chat.watching</c>).
/// </summary>
/// <param name="Topic">The topic.</param>
/// <param name="Head">The last <c>seq</c> that the connection need not get: of a new member, the one before their <c>chat.joined</c>.</param>
/// <param name="First">The ready envelope.</param>
/// <param name="Watches">The user is no member: they get what is for everybody who may look.</param>
internal sealed record FollowTopic(Topic Topic, long Head, EncodedEnvelope First, bool Watches = false) : IConnectionCommand, ICrossesNodes;

/// <summary>
/// Users are put on a topic, each as <see cref="FollowTopic"/> has it: published to the connections of every node (<see cref="TopicNames.Everybody"/>), so that nobody is woken who is not
/// connected. At most once: after a node was lost or out of reach, each connection makes up for what it missed (<see cref="CheckMemberships"/>).
/// </summary>
internal sealed record FollowTopics(IReadOnlyList<UserFollows> Users) : ICrossesNodes;

/// <summary>One of <see cref="FollowTopics"/>: all connections of the user.</summary>
internal sealed record UserFollows(UserId User, FollowTopic Follow);

/// <summary>
/// The user may follow a topic, and its router wants the connection on it before the topic's owner is asked: put the connection on the topic, then tell
/// the sender <paramref name="Then"/>, so that whatever the owner publishes from then on reaches the connection. One that has joined too many refuses.
/// </summary>
/// <param name="Topic">The topic; its publications are volatile.</param>
/// <param name="Ref">The request's, for the refusal.</param>
/// <param name="Then">What the sender passes on to the owner, in the connection's name.</param>
public sealed record JoinTopic(Topic Topic, string? Ref, object Then) : IConnectionCommand;

/// <summary>
/// The user may not follow a topic any longer: the connection is taken off it, then <paramref name="Last"/> is sent. Nothing of the kind where the
/// connection has not joined the topic.
/// </summary>
/// <param name="Topic">The topic, of <see cref="JoinTopic"/>.</param>
/// <param name="Last">The ready envelope.</param>
internal sealed record LeaveTopic(Topic Topic, EncodedEnvelope Last) : IConnectionCommand;

/// <summary>The connection is taken off a topic, then <paramref name="Last"/> is sent. Never told for a topic that the user's membership put it on.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Last">The ready envelope.</param>
internal sealed record UnfollowTopic(Topic Topic, EncodedEnvelope Last) : IConnectionCommand;
