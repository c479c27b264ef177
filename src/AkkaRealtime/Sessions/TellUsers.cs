using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Sessions;

/// <summary>
/// Each of these users is told something, on all of their connections: published to the connections of every node, so that nobody is woken who is not connected. At most once.
/// </summary>
internal sealed record TellUsers(IReadOnlyList<UserNews> Users) : ICrossesNodes;

/// <summary>One of <see cref="TellUsers"/>.</summary>
internal sealed record UserNews(UserId User, EncodedEnvelope Envelope);
