using AkkaRealtime.Storage.Files;
using AkkaRealtime.Storage.Sqlite;
using AkkaRealtime.Storage.Sqlite.Appending;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AkkaRealtime.Storage;

/// <summary>
/// Copies a SQLite store while its server runs, or after it was stopped or killed. Whatever was acknowledged before the copy began is in it: the log is read first, and the database
/// then, so that what has left the log meanwhile is in the database. <see cref="StoreRestore"/> puts it back.
/// </summary>
public static class StoreBackup
{
    // A hole in the log is gone at the next look, unless the log is damaged: the server has the commit in memory, and writes it into the tables within a second or so.
    private const int Attempts = 5;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(500);

    /// <summary>Copies the store in <paramref name="directory"/> into a new folder, which is there when it is whole.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="destination">The folder to make.</param>
    /// <param name="withFiles">Whether uploaded files are copied as well.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Gives up: there is no back-up then.</param>
    /// <exception cref="FileNotFoundException">There is no store in the folder.</exception>
    /// <exception cref="InvalidOperationException">It can't be copied; the message says what to do.</exception>
    public static Task<StoreCopy> SqliteAsync(string directory, string destination, bool withFiles, TimeProvider time, CancellationToken cancel = default) =>
        SqliteAsync(directory, destination, withFiles, time, () => Task.CompletedTask, cancel);

    /// <summary>The same; <paramref name="between"/>, for tests, is what happens at the server between the two reads.</summary>
    internal static async Task<StoreCopy> SqliteAsync(string directory, string destination, bool withFiles, TimeProvider time, Func<Task> between, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentException.ThrowIfNullOrEmpty(destination);
        ArgumentNullException.ThrowIfNull(time);
        var source = Path.Combine(directory, SqliteEngine.FileName);
        if (!File.Exists(source))
            throw StoreCheck.NoStore(directory);
        destination = Path.GetFullPath(destination);
        if (Path.Exists(destination))
            throw new InvalidOperationException($"'{destination}' is there already. Name a folder that is not: a back-up is never mixed with another one.");
        var draft = $"{destination}.partial";
        try
        {
            Remove(draft);
            Private.CreateDirectory(draft);
            await CopyStoreAsync(directory, draft, time, between, cancel).ConfigureAwait(false);
            var (files, missing) = withFiles ? CopyFiles(directory, draft, cancel) : (0, 0);
            Durable.Flush(draft);
            Directory.Move(draft, destination);
            Durable.Flush(Path.GetDirectoryName(destination)!);
            return new StoreCopy(new DirectoryInfo(destination).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length), files, missing);
        }
        catch (SqliteException e)
        {
            throw new InvalidOperationException(StoreFaults.Sentence(source, e) ?? $"The store in '{source}' can't be read: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The back-up can't be written: {e.Message} Name a folder that this user may make, on a disk with room.", e);
        }
        finally
        {
            Remove(draft);
        }
    }

    private static async Task CopyStoreAsync(string directory, string draft, TimeProvider time, Func<Task> between, CancellationToken cancel)
    {
        var source = Path.Combine(directory, SqliteEngine.FileName);
        var copy = Path.Combine(draft, SqliteEngine.FileName);
        var log = new LogSnapshot();
        for (var attempt = 1; ; attempt++)
        {
            log.Read(directory);
            await between().ConfigureAwait(false);
            if (TryCopyDatabase(source, copy, mayFail: attempt < Attempts) && Behind(copy, log) is { } frames)
            {
                WriteLog(Path.Combine(draft, SqliteBacklog.FileNames[0]), frames);
                Durable.Flush(copy);
                return;
            }

            if (attempt == Attempts)
            {
                throw new InvalidOperationException(
                    $"The log beside '{source}' lacks a commit in its middle, time and again: it is damaged. Stop the server, which writes what it holds into the database, and look through the store (store check).");
            }

            await Task.Delay(BetweenAttempts, time, cancel).ConfigureAwait(false);
        }
    }

    // One transaction: all of it from the same moment.
    private static bool TryCopyDatabase(string source, string copy, bool mayFail)
    {
        File.Delete(copy);
        Private.CreateFile(copy);
        try
        {
            using var from = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
            using var to = new SqliteConnection(SqliteSession.ConnectionString(copy));
            from.Open();
            to.Open();
            from.BackupDatabase(to);
            return true;
        }
        catch (SqliteException e) when (mayFail && (e.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED))
        {
            return false;
        }
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>>? Behind(string copy, LogSnapshot log)
    {
        using var session = SqliteSession.Open(copy, writing: false);
        return StoreCheck.EpochIn(session) is { } epoch ? log.After(LoggedWriter.ReadNumber(session), SqliteBacklog.StoreOf(epoch)) : [];
    }

    private static void WriteLog(string path, IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        if (frames.Count == 0)
            return;
        Private.CreateFile(path);
        using (var file = File.OpenWrite(path))
        {
            foreach (var frame in frames)
                file.Write(frame.Span);
        }

        Durable.Flush(path);
    }

    // Behind the database: a file without a row is nothing, a row without a file is a hole.
    private static (int Copied, int Missing) CopyFiles(string directory, string draft, CancellationToken cancel)
    {
        var (copied, missing) = (0, 0);
        var options = new StorageOptions(directory);
        foreach (var hash in Hashes(Path.Combine(draft, SqliteEngine.FileName)))
        {
            cancel.ThrowIfCancellationRequested();
            var name = Path.Combine(hash[..2], hash);
            var from = Path.Combine(FilesRegistration.DirectoryOf(options), name);
            var to = Path.Combine(draft, FilesRegistration.Folder, name);
            Private.CreateDirectory(Path.GetDirectoryName(to)!);
            try
            {
                File.Copy(from, to);
                Durable.Flush(to);
                copied++;
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                missing++;
            }
        }

        return (copied, missing);
    }

    private static List<string> Hashes(string copy)
    {
        using var session = SqliteSession.Open(copy, writing: false);
        var hashes = new List<string>();
        var rows = session["SELECT DISTINCT hash FROM files WHERE state = 1"];
        while (rows.Step())
            hashes.Add(rows.Text(0));
        rows.Reset();
        return hashes;
    }

    // What a killed one has left, or this one.
    private static void Remove(string draft)
    {
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
    }
}
