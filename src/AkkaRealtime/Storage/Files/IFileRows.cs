using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Files;

/// <summary>
/// The rows of uploaded files, in the same store as the log. What is awaited is durable. That a message names files, or was deleted, is written
/// in the transaction of its event. Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.
/// </summary>
public interface IFileRows
{
    /// <summary>Adds a row as <see cref="FileState.Arriving"/>.</summary>
    Task AddAsync(FileRow row, CancellationToken cancel);

    /// <summary>The bytes are durable too.</summary>
    Task SetThereAsync(FileId id, CancellationToken cancel);

    /// <summary>Those of <paramref name="ids"/> that there are, in any state.</summary>
    Task<IReadOnlyList<FileRow>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancel);

    /// <summary>Whether <paramref name="user"/> has sent a message with <paramref name="key"/> to <paramref name="room"/>.</summary>
    Task<bool> IsSentAsync(RoomId room, UserId user, string key, CancellationToken cancel);

    /// <summary>The files of a user, oldest first, after the given one; at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<FileRow>> OfUserAsync(UserId user, FileId? after, int limit, CancellationToken cancel);

    /// <summary>Bytes that a user has uploaded and that are not gone.</summary>
    Task<long> BytesOfAsync(UserId user, CancellationToken cancel);

    /// <summary>Files that are gone, and those that nothing has named and that are older than <paramref name="unsentBefore"/>; at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<FileRow>> LeftoversAsync(DateTimeOffset unsentBefore, int limit, CancellationToken cancel);

    /// <summary>
    /// Makes a file <see cref="FileState.Gone"/> for good; with <paramref name="leftoverBefore"/> only where <see cref="LeftoversAsync"/> would still name
    /// it. Its row stays until <see cref="ForgetAsync"/>, so that who fails in between is followed by the sweep. Call both within <see cref="AloneAsync"/>.
    /// </summary>
    Task<FileRetirement> RetireAsync(FileId id, DateTimeOffset? leftoverBefore, CancellationToken cancel);

    /// <summary>Removes the row.</summary>
    Task ForgetAsync(FileId id, CancellationToken cancel);

    /// <summary>
    /// Runs <paramref name="action"/> while nobody else, on any node, does so for the same content: what decides whether bytes are kept or removed
    /// must see the rows as they are.
    /// </summary>
    Task<T> AloneAsync<T>(string hash, Func<Task<T>> action, CancellationToken cancel);
}
