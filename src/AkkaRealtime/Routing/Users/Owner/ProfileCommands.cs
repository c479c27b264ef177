using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Sessions;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>Forget name, status and last seen, and close all connections. Answered with <see cref="ProfileErased"/> once that is durable.</summary>
internal sealed record EraseProfile(UserId User) : IUserAdminCommand
{
    /// <summary>The name that replaces an erased one.</summary>
    public const string DeletedName = "Deleted user";
}

/// <summary>The answer to <see cref="EraseProfile"/>.</summary>
internal sealed record ProfileErased(UserId User) : ICrossesNodes;
