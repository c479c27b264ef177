namespace AkkaRealtime.Storage.Files;

/// <summary>Keeps bytes in <c>files</c> of the data directory, in 256 folders by the first two digits of the hash.</summary>
internal sealed class DiskFileStore(string directory) : IFileStore
{
    /// <inheritdoc/>
    public Task KeepAsync(string hash, string path, CancellationToken cancel) => OnDisk(() =>
    {
        var target = PathOf(hash);
        if (File.Exists(target))
            return;
        var folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            Durable.Flush(directory);
        }

        // The bytes first, then the name, then the folder that holds the name: after a crash the file is whole or not there.
        Durable.Flush(path);
        File.Move(path, target, overwrite: true);
        Durable.Flush(folder);
    });

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string hash, CancellationToken cancel)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(
                PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"Files: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string hash, CancellationToken cancel) => OnDisk(() =>
    {
        if (File.Exists(PathOf(hash)))
            File.Delete(PathOf(hash));
    });

    private string PathOf(string hash) => Path.Combine(directory, hash[..2], hash);

    // Flushing waits for the disk: not on a thread that serves requests.
    private static Task OnDisk(Action action) => Task.Run(() =>
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"Files: {e.Message}", e);
        }
    });
}
