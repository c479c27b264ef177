using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Calls.Store;

/// <summary>
/// Reads of calls; they see everything that was acknowledged. All writing goes through <see cref="IJournal"/>.
/// Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.
/// </summary>
public interface ICallStore
{
    /// <summary>The live call of a room, if one was saved as live.</summary>
    Task<StoredCall?> LoadLiveCallAsync(RoomId room, CancellationToken cancel);

    /// <summary>The tag of what was saved last of a room's calls, 0 where nothing was. Whoever wants to go on with them reads it before the call itself.</summary>
    Task<long> LoadTagAsync(RoomId room, CancellationToken cancel);

    /// <summary>The calls of a user, newest first, before the given call where there is one.</summary>
    Task<IReadOnlyList<StoredCall>> CallsAsync(UserId user, CallId? before, int limit, CancellationToken cancel);

    /// <summary>The calls that were saved as live in the rooms that <paramref name="user"/> is a member of, newest first.</summary>
    Task<IReadOnlyList<StoredCall>> LiveCallsAsync(UserId user, int limit, CancellationToken cancel);

    /// <summary>
    /// How many missed calls each of <paramref name="users"/> has not seen yet: counted, not kept as a number, and with the revision at which that was so.
    /// Both are read as of the same moment. Who never had a call may be left out.
    /// </summary>
    Task<IReadOnlyDictionary<UserId, UnseenCalls>> UnseenCallsAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel);
}

/// <summary>A call as saved.</summary>
/// <param name="Call">The call.</param>
/// <param name="Room">Its room.</param>
/// <param name="Live">It goes on, or something is left to do for it: its outcome is not in the room's log yet, a media server has a room of it.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="State">The rest, as its owner wrote it.</param>
/// <param name="Unseen">Of a user's calls: missed, and not seen yet.</param>
public sealed record StoredCall(CallId Call, RoomId Room, bool Live, DateTimeOffset StartedAt, ReadOnlyMemory<byte> State, bool Unseen = false);

/// <summary>How many missed calls a user has not seen, and which of two such counts is the newer one.</summary>
/// <param name="Missed">How many.</param>
/// <param name="Revision">
/// Grows, for each user, by every commit after which the count may be another: a call that the user missed, no longer has missed, or has seen. Never goes back.
/// </param>
public readonly record struct UnseenCalls(int Missed, long Revision);
