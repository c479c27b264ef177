using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Sessions;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>What administrators ask of a user's entity: to list or close the connections, to name the user, to erase the profile.</summary>
internal sealed class UserAdministration(
    UserId user, UserStatus status, UserConnections connections, UserRinging ringing, UserLedger ledger, ProfileErasure erasure, Address node, IActorRef self)
{
    private readonly List<IActorRef> _naming = [];

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
            case NameUser named:
                ledger.Name = named.Name;
                _naming.Add(sender);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Tells who named the user, if all that was to be stored is.</summary>
    public void AnswerWhenStored()
    {
        if (_naming.Count == 0 || !ledger.IsIdle)
            return;
        foreach (var asker in _naming)
            asker.Tell(new UserNamed(user, ledger.ShownName), self);
        _naming.Clear();
    }
}
