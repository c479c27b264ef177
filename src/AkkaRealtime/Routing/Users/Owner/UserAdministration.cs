using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Sessions;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>What administrators ask of a user's entity: to list or close the connections, to erase the profile.</summary>
internal sealed class UserAdministration(
    UserId user, UserStatus status, UserConnections connections, UserRinging ringing, UserLedger ledger, ProfileErasure erasure, Address node, IActorRef self)
{
    /// <summary>Does it; <paramref name="sender"/> is told the outcome. False where the command is unknown.</summary>
    public bool TryHandle(IUserAdminCommand command, IActorRef sender)
    {
        switch (command)
        {
            case GetSessions:
                sender.Tell(new UserSessions(user, connections.List(node)), self);
                return true;
            case RevokeSessions revoke:
                sender.Tell(new SessionsRevoked(user, connections.Count), self);
                ringing.SignOut();
                connections.Tell(new CloseConnection(CloseCode.Revoked, revoke.Reason), self);
                return true;
            case EraseProfile:
                ringing.SignOut();
                connections.Tell(new CloseConnection(CloseCode.Revoked, "The account was erased."), self);
                erasure.Begin(sender);
                status.Forget();
                ledger.Name = EraseProfile.DeletedName;
                return true;
            default:
                return false;
        }
    }
}
