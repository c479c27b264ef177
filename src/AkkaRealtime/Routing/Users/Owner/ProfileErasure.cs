using Akka.Actor;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>Who waits until nothing of a user's profile is left in the store.</summary>
internal sealed class ProfileErasure(UserId user, UserLedger ledger, IActorRef self)
{
    private readonly List<IActorRef> _waiting = [];

    /// <summary>Whether an erasure is under way: nothing that was chosen before it counts any more.</summary>
    public bool IsUnderWay => _waiting.Count > 0;

    /// <summary>The profile is empty from now on; <paramref name="asker"/> is told once that is stored.</summary>
    public void Begin(IActorRef asker)
    {
        ledger.RefuseWaiting(self);
        _waiting.Add(asker);
    }

    /// <summary>Answers, if all that was to be stored is.</summary>
    public void AnswerWhenStored()
    {
        if (!IsUnderWay || !ledger.IsIdle)
            return;
        foreach (var asker in _waiting)
            asker.Tell(new ProfileErased(user), self);
        _waiting.Clear();
    }
}
