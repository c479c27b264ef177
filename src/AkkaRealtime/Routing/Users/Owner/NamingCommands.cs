using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Sessions;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>Call the user so, until a token calls them otherwise; whoever never signed in is known by it. Answered with <see cref="UserNamed"/> once that is durable.</summary>
internal sealed record NameUser(UserId User, string Name) : IUserAdminCommand;

/// <summary>The answer to <see cref="NameUser"/>: what the user is called now.</summary>
internal sealed record UserNamed(UserId User, string Name) : ICrossesNodes;
