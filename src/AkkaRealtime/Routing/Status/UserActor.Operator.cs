using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Sessions;

namespace AkkaRealtime.Routing.Status;

// What the operator asks of a user's owner.
internal sealed partial class UserActor
{
    // Who waits until nothing of the profile is left in the store.
    private readonly List<IActorRef> _erasing = [];

    private void HandleOperator(IUserOperatorCommand command, IActorRef sender)
    {
        switch (command)
        {
            case GetSessions:
                sender.Tell(new UserSessions(_user, _connections.List(_services.Node)), Self);
                break;
            case RevokeSessions revoke:
                sender.Tell(new SessionsRevoked(_user, _connections.Count), Self);
                _connections.Tell(new CloseConnection(CloseCode.Revoked, revoke.Reason), Self);
                break;
            case EraseProfile:
                _connections.Tell(new CloseConnection(CloseCode.Revoked, "The account was erased."), Self);
                _saves.RefuseWaiting(Self);
                _status.Forget();
                _name = OperatorNames.DeletedUser;
                _erasing.Add(sender);
                break;
            default:
                Unhandled(command);
                break;
        }
    }

    private void AnswerErasure()
    {
        if (_erasing.Count == 0 || !_saves.IsIdle)
            return;
        foreach (var asker in _erasing)
            asker.Tell(new ProfileErased(_user), Self);
        _erasing.Clear();
    }
}
