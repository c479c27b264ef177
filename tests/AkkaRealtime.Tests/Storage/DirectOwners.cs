using Akka.Actor;
using AkkaRealtime.Admin;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage;

/// <summary>Owners without actors: each command is decided by the same rules and goes straight to the store. Dies where a test wants a crash.</summary>
internal sealed class DirectOwners(TestStore storage, DateTimeOffset now) : IOwners
{
    /// <summary>Commands that are still carried out; then every one fails. Null: all are.</summary>
    public int? Lives { get; set; }

    public int Revoked { get; private set; }

    public async Task<TAnswer> AskAsync<TAnswer>(IRoomCommand command, CancellationToken cancel)
    {
        Live();
        object answer = command switch
        {
            ExpireRoom c => Commit(new ExpireEvents(ActorRefs.Nobody, c.Room, c.Before, 2)) is EventsExpired e ? new RoomRewritten(c.Room, true, e.UpTo, e.Emptied, e.More) : null!,
            RedactInRoom c => Commit(new RedactEvents(ActorRefs.Nobody, c.Room, c.User, c.Seqs)) is EventsRedacted e ? new RoomRewritten(c.Room, true, Emptied: e.Emptied) : null!,
            RecordErasure c => await RecordAsync(c, cancel),
            _ => throw new NotSupportedException(),
        };
        return (TAnswer)answer;
    }

    public Task<TAnswer> AskAsync<TAnswer>(IUserCommand command, CancellationToken cancel)
    {
        Live();
        object answer;
        if (command is EraseProfile erase)
        {
            Commit(new SaveUser(ActorRefs.Nobody, erase.User, EraseProfile.DeletedName, null, Array.Empty<byte>()));
            answer = new ProfileErased(erase.User);
        }
        else
        {
            answer = new SessionsRevoked(command.User, ++Revoked);
        }

        return Task.FromResult((TAnswer)answer);
    }

    public Task<TAnswer> AskAsync<TAnswer>(ICallCommand command, CancellationToken cancel) => throw new NotSupportedException();

    private async Task<AdminAnswer> RecordAsync(RecordErasure command, CancellationToken cancel)
    {
        var snapshot = await storage.Chat.LoadRoomAsync(command.Room, cancel);
        var decision = AdminRules.Erase(Room.From(snapshot!), command.User, command.Said, now);
        if (decision.Events.Count > 0)
            Commit(new AppendEvents(ActorRefs.Nobody, command.Room, snapshot!.Head, decision.Events));
        return new AdminAnswer(command.Room, null);
    }

    private JournalResult Commit(JournalEntry entry) => storage.Writer.Commit([entry])[0];

    private void Live()
    {
        if (Lives is { } lives)
            Lives = lives > 0 ? lives - 1 : throw new StoreUnavailableException("The owner is gone.");
    }
}
