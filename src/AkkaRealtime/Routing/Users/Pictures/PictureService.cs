using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Store.Pictures;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Users.Pictures;

/// <summary>
/// Pictures of people. They have no owner: each is one row, the last one who sets it wins, and what is told is what the row says then. Whoever shares a room with somebody, their own devices
/// among them, is told of a new picture once it is stored, as of a new name: at most once, so clients ask again in each session.
/// </summary>
/// <param name="store">What is kept.</param>
/// <param name="journal">Keeps what is new.</param>
/// <param name="rooms">Who is to be told.</param>
/// <param name="options">What is taken.</param>
/// <param name="router">This node's status router, which broadcasts.</param>
/// <param name="users">The region of users: of who is in no room, only the own devices are told.</param>
/// <param name="log">For claims that can't be stored.</param>
internal sealed partial class PictureService(
    IPictureStore store, JournalPromise journal, IRoomAccess rooms, PictureOptions options, Func<IActorRef> router, Func<IActorRef> users, ILogger<PictureService> log)
{
    /// <summary>Where the pictures of these are; who has none is left out.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be reached.</exception>
    public async Task<IReadOnlyList<PersonPicture>> FindAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel) =>
        [.. (await store.FindAsync(users, cancel).ConfigureAwait(false)).Select(kept => new PersonPicture(kept.User, PictureRules.AddressOf(kept, options))).Where(p => p.Picture is not null)];

    /// <summary>Where one user's picture is; null: there is none.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be reached.</exception>
    public async Task<string?> FindAsync(UserId user, CancellationToken cancel) => await FindAsync([user], cancel).ConfigureAwait(false) is [var one] ? one.Picture : null;

    /// <summary>Puts a picture, which was checked (<see cref="PictureRules.Check"/>), in the place of the one before; null removes it, and what the token named is shown again. Where the picture is now.</summary>
    /// <exception cref="StoreUnavailableException">It was not stored.</exception>
    public async Task<string?> SetAsync(UserId user, Picture? picture, CancellationToken cancel)
    {
        await journal.SaveAsync(owner => new SavePicture(owner, user, picture), cancel).ConfigureAwait(false);
        return await TellAsync(user, cancel).ConfigureAwait(false);
    }

    /// <summary>Removes all that there is of somebody's pictures.</summary>
    /// <exception cref="StoreUnavailableException">It was not stored.</exception>
    public async Task ForgetAsync(UserId user, CancellationToken cancel)
    {
        await journal.SaveAsync(owner => new ForgetPicture(owner, user), cancel).ConfigureAwait(false);
        await TellAsync(user, cancel).ConfigureAwait(false);
    }

    /// <summary>A token has named this picture, or none. Not waited for: where it can't be stored, the user's next session brings it again.</summary>
    public void Claim(UserId user, string? address)
    {
        if (options.Origins.Count > 0)
            _ = ClaimAsync(user, address is { Length: <= PictureRules.MaxAddress } && options.Allows(address) ? address : null);
    }

    /// <summary>As <see cref="Claim"/>, to be waited for.</summary>
    internal async Task ClaimAsync(UserId user, string? address)
    {
        try
        {
            var kept = await store.FindAsync([user], CancellationToken.None).ConfigureAwait(false) is [var one] ? one : null;
            if (kept?.Claimed == address)
                return;
            await journal.SaveAsync(owner => new SaveClaimedPicture(owner, user, address), CancellationToken.None).ConfigureAwait(false);
            if (kept?.Hash is null)
                await TellAsync(user, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreUnavailableException e)
        {
            var level = StorageLog.LevelOf(e);
            LogUnstored(log, level, e, user);
        }
    }

    private async Task<string?> TellAsync(UserId user, CancellationToken cancel)
    {
        var address = await FindAsync(user, cancel).ConfigureAwait(false);
        var news = new PersonPicture(user, address).Encode();
        var theirs = await rooms.HeadsAsync(user, cancel).ConfigureAwait(false);
        foreach (var topics in theirs.Select(r => Topic.Of(r.Room)).Chunk(Announcement.MaxTopics))
            router().Tell(new Announcement(topics, news), ActorRefs.NoSender);
        if (theirs.Count == 0)
            users().Tell(new TellUser(user, news), ActorRefs.NoSender);
        return address;
    }

    [LoggerMessage(EventId = 5_200, Message = "The picture that a token of {User} names could not be stored; their next session brings it again.")]
    private static partial void LogUnstored(ILogger log, LogLevel level, Exception cause, UserId user);
}
