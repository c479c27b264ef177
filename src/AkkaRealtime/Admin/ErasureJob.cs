using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Push.Store;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Store.Bookmarks;
using AkkaRealtime.Routing.Chat.Store.Invitations;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Chat.Store.Scheduled;
using AkkaRealtime.Routing.Chat.Store.Threads;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Pictures;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Routing.Users.Store.Blocks;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Admin;

/// <summary>
/// Erases a user, phase by phase (<see cref="ErasurePhase"/>). How far it has got is stored after each room and phase, and each step can be done
/// twice without harm: after a crash it goes on with the room that it was in.
/// </summary>
internal sealed class ErasureJob(
    IStore store, IChatAdminStore rooms, ICallStore calls, IUserStore users, IOwners owners, JournalPromise journal, FileService files, PictureService pictures, Revoker revoker, RealtimeMetrics metrics,
    TimeProvider time)
{
    private const int Page = 100;

    /// <summary>Goes on with <paramref name="erasure"/>; not finished where it has to wait for a call to end.</summary>
    /// <exception cref="StoreUnavailableException">The store is away: try again.</exception>
    public async Task<Erasure> RunAsync(Erasure erasure, CancellationToken cancel)
    {
        var user = erasure.User;
        while (erasure.Phase != ErasurePhase.Done)
        {
            switch (erasure.Phase)
            {
                case ErasurePhase.Rooms:
                    await RevokeAsync(user, cancel).ConfigureAwait(false);
                    await owners.AskAsync<SessionsRevoked>(new RevokeSessions(user, "The account is being erased."), cancel).ConfigureAwait(false);
                    await journal.SaveAsync(owner => new ForgetScheduled(owner, user), cancel).ConfigureAwait(false);
                    erasure = await EraseRoomsAsync(erasure, cancel).ConfigureAwait(false);
                    break;
                case ErasurePhase.Files:
                    await EraseFilesAsync(user, cancel).ConfigureAwait(false);
                    await pictures.ForgetAsync(user, cancel).ConfigureAwait(false);
                    break;
                case ErasurePhase.Calls when !await EraseCallsAsync(user, cancel).ConfigureAwait(false):
                    return erasure;
                case ErasurePhase.Profile when await users.LoadUserAsync(user, cancel).ConfigureAwait(false) is not null:
                    await owners.AskAsync<ProfileErased>(new EraseProfile(user), cancel).ConfigureAwait(false);
                    break;
                case ErasurePhase.Scrub:
                    await journal.SaveAsync(owner => new ForgetInvitations(owner, user), cancel).ConfigureAwait(false);
                    await journal.SaveAsync(owner => new ForgetReports(owner, user), cancel).ConfigureAwait(false);
                    await journal.SaveAsync(owner => new ForgetBlocks(owner, user), cancel).ConfigureAwait(false);
                    await journal.SaveAsync(owner => new ForgetBookmarks(owner, user), cancel).ConfigureAwait(false);
                    await journal.SaveAsync(owner => new ForgetThreads(owner, user), cancel).ConfigureAwait(false);
                    await journal.SaveAsync(owner => new ForgetPushSubscriptions(owner, user), cancel).ConfigureAwait(false);
                    await store.ScrubAsync(cancel).ConfigureAwait(false);
                    break;
                default:
                    break;
            }

            erasure = erasure with { Phase = erasure.Phase + 1 };
            if (erasure.Phase == ErasurePhase.Done)
                erasure = erasure with { FinishedAt = time.GetUtcNow() };
            await SaveAsync(erasure, cancel).ConfigureAwait(false);
        }

        return erasure;
    }

    // A page that is still open somewhere would come back with its token, and make a profile anew.
    private Task RevokeAsync(UserId user, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var revocation = new Revocation(TimeOrderedId.New(now), now) { User = user, IssuedBefore = now, Until = now + Revocation.Longest, Reason = "The account was erased." };
        return revoker.RevokeAsync([revocation], cancel);
    }

    private async Task<Erasure> EraseRoomsAsync(Erasure erasure, CancellationToken cancel)
    {
        // Of the room that it was in when it stopped nobody knows whether its log tells of the erasure yet: told twice is as good as once.
        var unsure = true;
        while (true)
        {
            var page = await rooms.RoomsEverOfAsync(erasure.User, erasure.Room, Page, cancel).ConfigureAwait(false);
            if (page.Count == 0)
                return erasure;
            foreach (var room in page)
            {
                var emptied = await EraseRoomAsync(room, erasure.User, unsure, cancel).ConfigureAwait(false);
                unsure = false;
                erasure = erasure with { Room = room, Events = erasure.Events + emptied };
                await SaveAsync(erasure, cancel).ConfigureAwait(false);
            }
        }
    }

    private async Task<long> EraseRoomAsync(RoomId room, UserId user, bool unsure, CancellationToken cancel)
    {
        var (emptied, last) = await EmptyAsync(room, user, 0, cancel).ConfigureAwait(false);
        var said = emptied > 0 || (unsure && last > 0);
        var recorded = await owners.AskAsync<AdminAnswer>(new RecordErasure(room, user, said), cancel).ConfigureAwait(false);
        if (recorded.Error is { Code: not ErrorCode.NotFound })
            throw new StoreUnavailableException("The store did not accept it.");

        // What came in between, before they were out.
        var (late, _) = await EmptyAsync(room, user, last, cancel).ConfigureAwait(false);
        return emptied + late;
    }

    private async Task<(long Emptied, long Last)> EmptyAsync(RoomId room, UserId user, long after, CancellationToken cancel)
    {
        var emptied = 0L;
        while (true)
        {
            var said = await rooms.EventsByAsync(room, user, after, Page, cancel).ConfigureAwait(false);
            if (said.Count == 0)
                return (emptied, after);
            after = said[^1].Seq;
            var full = said.Where(e => Redaction.Of(e.Envelope.Utf8) is not null).Select(e => e.Seq).ToList();
            if (full.Count == 0)
                continue;
            var step = await owners.AskAsync<RoomRewritten>(new RedactInRoom(room, user, full), cancel).ConfigureAwait(false);
            if (!step.Done)
                throw new StoreUnavailableException("The store did not accept it.");
            emptied += step.Emptied;
            metrics.Erased.Add(step.Emptied);
        }
    }

    // Those that were never sent as well.
    private async Task EraseFilesAsync(UserId user, CancellationToken cancel)
    {
        FileId? after = null;
        while (await files.FilesOfAsync(user, after, Page, cancel).ConfigureAwait(false) is { Count: > 0 } page)
        {
            after = page[^1].Id;
            foreach (var file in page)
                await files.DeleteAsync(file.Id, cancel).ConfigureAwait(false);
        }
    }

    // False where one still goes on, whose owner would write the name again.
    private async Task<bool> EraseCallsAsync(UserId user, CancellationToken cancel)
    {
        CallId? before = null;
        while (true)
        {
            var page = await calls.CallsAsync(user, before, Page, cancel).ConfigureAwait(false);
            foreach (var call in page)
            {
                if (call.Live)
                    return false;
                before = call.Call;
                if (StoredCalls.Without(call, user, EraseProfile.DeletedName) is { } state)
                    await journal.SaveAsync(owner => new SaveCall(owner, call.Call, call.Room, false, call.StartedAt, [], state), cancel).ConfigureAwait(false);
            }

            if (page.Count < Page)
                return true;
        }
    }

    private Task SaveAsync(Erasure erasure, CancellationToken cancel) => journal.SaveAsync(owner => new SaveErasure(owner, erasure), cancel);
}
