using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Pictures;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>people.pictures</c>: who of these has a picture that the user may see, and where it is.</summary>
internal sealed class PicturesQuery(PictureSight sight, PictureService pictures) : IChatQuery<PeoplePicturesRequest>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, PeoplePicturesRequest request, CancellationToken cancel)
    {
        var seen = await sight.SeenAsync(caller.User, [.. request.Users!.Distinct()], cancel).ConfigureAwait(false);
        var found = seen.Count == 0 ? [] : await pictures.FindAsync(seen, cancel).ConfigureAwait(false);
        return [EnvelopeWriter.Write("people.pictures", new PeoplePictures(found), ChatJson.Default.PeoplePictures, @ref)];
    }
}

/// <summary>Whose picture a user may see: their own, those of whom they share a room with, and of everybody where everybody may be found.</summary>
internal sealed class PictureSight(IRoomAccess rooms, PeopleOptions options)
{
    /// <summary>Those of <paramref name="others"/>.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be reached.</exception>
    public async Task<IReadOnlyCollection<UserId>> SeenAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel)
    {
        if (options.Findable == PeopleOptions.Everybody || others.All(o => o == user))
            return others;
        var sharing = await rooms.SharingRoomAsync(user, others, cancel).ConfigureAwait(false);
        return [.. others.Where(o => o == user || sharing.Contains(o))];
    }
}
