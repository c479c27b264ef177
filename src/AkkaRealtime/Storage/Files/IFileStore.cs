namespace AkkaRealtime.Storage.Files;

/// <summary>
/// Keeps bytes under their SHA-256, 64 lower-case hex digits: on disk, or in an S3-compatible store. Who calls it sees to it that nobody keeps and
/// deletes the same content at once (<see cref="IFileRows.AloneAsync"/>). Throws <see cref="StoreUnavailableException"/> where it cannot be reached.
/// </summary>
public interface IFileStore
{
    /// <summary>Makes the file at <paramref name="path"/> durable as <paramref name="hash"/>; does nothing where it is kept already. May take the file away.</summary>
    Task KeepAsync(string hash, string path, CancellationToken cancel);

    /// <summary>The bytes as a stream that can seek, as download ranges need; null where there are none.</summary>
    Task<Stream?> OpenAsync(string hash, CancellationToken cancel);

    /// <summary>Removes the bytes, where there are any.</summary>
    Task DeleteAsync(string hash, CancellationToken cancel);
}
