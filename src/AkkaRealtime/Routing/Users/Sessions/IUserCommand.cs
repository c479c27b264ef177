using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Sessions;

/// <summary>A message to a user's entity, through the shard region of users.</summary>
internal interface IUserCommand : ICrossesNodes
{
    /// <summary>The user.</summary>
    UserId User { get; }
}
