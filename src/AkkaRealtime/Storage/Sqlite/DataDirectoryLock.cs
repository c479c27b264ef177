namespace AkkaRealtime.Storage.Sqlite;

/// <summary>
/// Keeps a second server out of a data directory: a file that is held open exclusively, and let go by the system however the process ends.
/// </summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock. Throws <see cref="InvalidOperationException"/> with what to do where another server has it.</summary>
    public static DataDirectoryLock Take(string directory)
    {
        var path = Path.Combine(directory, "server.lock");
        try
        {
            return new DataDirectoryLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException) && !IsLocked(e))
        {
            throw new InvalidOperationException(
                $"The data directory '{directory}' can't be written: {e.Message} Set AkkaRealtime:DataDirectory to a folder that the server's user may write to.", e);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new InvalidOperationException(
                $"Another server is using the data directory '{directory}' ({path} is locked). Stop that server, " +
                "or set AkkaRealtime:DataDirectory to a folder of this server's own; several servers share one store on PostgreSQL (ConnectionStrings:Postgres).",
                e);
        }
    }

    // EWOULDBLOCK, and Windows' ERROR_SHARING_VIOLATION: anything else is the disk's.
    private static bool IsLocked(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
