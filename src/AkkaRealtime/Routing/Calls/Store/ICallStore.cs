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

    /// <summary>The calls of a user, newest first, before the given call where there is one.</summary>
    Task<IReadOnlyList<StoredCall>> CallsAsync(UserId user, CallId? before, int limit, CancellationToken cancel);

    /// <summary>The calls that were saved as live in the rooms that <paramref name="user"/> is a member of, newest first.</summary>
    Task<IReadOnlyList<StoredCall>> LiveCallsAsync(UserId user, int limit, CancellationToken cancel);

    /// <summary>How many missed calls each of <paramref name="users"/> has not seen yet: counted, not kept as a number. Who has none is left out.</summary>
    Task<IReadOnlyDictionary<UserId, int>> UnseenCallsAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel);
}

/// <summary>A call as saved.</summary>
/// <param name="Call">The call.</param>
/// <param name="Room">Its room.</param>
/// <param name="Live">It goes on, or something is left to do for it: its outcome is not in the room's log yet, a media server has a room of it.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="State">The rest, as its owner wrote it.</param>
/// <param name="Unseen">Of a user's calls: missed, and not seen yet.</param>
public sealed record StoredCall(CallId Call, RoomId Room, bool Live, DateTimeOffset StartedAt, ReadOnlyMemory<byte> State, bool Unseen = false);
