using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Names;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>
/// Tells everybody who shares a room with the user, their own devices among them, what they are called, once that is stored. At most once: who misses
/// it asks with <c>people.sync</c> when they come back. Of invisible users as well: a name doesn't say whether somebody is there.
/// </summary>
internal sealed class UserRenaming(UserId user, UserLedger ledger, UserServices services, IScheduler scheduler, IActorRef self)
{
    /// <summary>Something was stored: asks which rooms the user is in, if it brought a name that nobody was told of.</summary>
    public void OnStored()
    {
        if (ledger.TakeNewName() is { } name)
            Ask(name);
    }

    /// <summary>True where the message was an answer to that.</summary>
    public bool TryHandle(object message)
    {
        switch (message)
        {
            case AudienceKnown known:
                Tell(known);
                return true;
            case AudienceUnknown failed:
                var level = StorageLog.LevelOf(failed.Cause);
                UserLog.RenameUntold(services.Log, level, failed.Cause, user);
                scheduler.ScheduleTellOnce(UserLoading.Retry, self, new AskAgain(failed.Name), self);
                return true;
            case AskAgain again when again.Name == ledger.ShownName:
                Ask(again.Name);
                return true;
            default:
                return message is AskAgain;
        }
    }

    private void Ask(string name) => services.Rooms.HeadsAsync(user, CancellationToken.None).PipeTo(
        self, success: rooms => new AudienceKnown(name, rooms), failure: cause => new AudienceUnknown(name, cause));

    private void Tell(AudienceKnown known)
    {
        // Renamed once more meanwhile: that has a turn of its own.
        if (known.Name != ledger.ShownName)
            return;
        var renamed = new PersonRenamed(user, known.Name).Encode();
        foreach (var topics in known.Rooms.Select(r => Topic.Of(r.Room)).Chunk(Announcement.MaxTopics))
            services.Router.Tell(new Announcement(topics, renamed), self);
    }

    private sealed record AudienceKnown(string Name, IReadOnlyList<RoomHead> Rooms) : INoSerializationVerificationNeeded;

    private sealed record AudienceUnknown(string Name, Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record AskAgain(string Name) : INoSerializationVerificationNeeded;
}
