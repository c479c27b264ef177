using System.Globalization;
using AkkaRealtime.Storage.Files;
using AkkaRealtime.Storage.Sqlite;
using AkkaRealtime.Storage.Sqlite.Appending;
using Microsoft.Data.Sqlite;

namespace AkkaRealtime.Storage;

/// <summary>Puts a back-up of a SQLite store (<see cref="StoreBackup"/>) back, while its server is stopped.</summary>
public static class StoreRestore
{
    private static readonly string[] StoreFiles =
        [SqliteEngine.FileName, $"{SqliteEngine.FileName}-wal", $"{SqliteEngine.FileName}-shm", .. SqliteBacklog.FileNames];

    /// <summary>
    /// Looks through a copy of <paramref name="backup"/>, and makes it the store in <paramref name="directory"/>, under a new <c>epoch</c>, by which clients know that what they have seen is
    /// another store's, and load anew. The back-up is not changed.
    /// </summary>
    /// <param name="backup">The back-up's folder.</param>
    /// <param name="directory">The data directory, made where there is none.</param>
    /// <param name="replace">Whether a store that is there gives way; it is kept in a folder beside, which is returned.</param>
    /// <param name="time">The clock, for that folder's name.</param>
    /// <returns>Where the store that was there is now; null where there was none.</returns>
    /// <exception cref="FileNotFoundException">There is no back-up in the folder.</exception>
    /// <exception cref="InvalidOperationException">It is damaged, a server uses the data directory, or there is a store; the message says what to do. Nothing is changed.</exception>
    public static string? Sqlite(string backup, string directory, bool replace, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(backup);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(time);
        if (!File.Exists(Path.Combine(backup, SqliteEngine.FileName)))
            throw new FileNotFoundException($"There is no back-up in '{backup}': {SqliteEngine.FileName} is missing.");
        Private.CreateDirectory(directory);
        using var alone = DataDirectoryLock.Take(directory);
        var present = StoreFiles.Where(f => File.Exists(Path.Combine(directory, f))).ToList();
        if (present.Count > 0 && !replace)
            throw new InvalidOperationException($"There is a store in '{directory}' already. Name another folder, or say that it is to be replaced (--replace): it is kept beside.");
        var draft = Directory.CreateDirectory(Path.Combine(directory, $"restoring-{Guid.NewGuid():n}")).FullName;
        try
        {
            Copy(backup, draft);
            if (StoreCheck.Sqlite(draft) is { Count: > 0 } faults)
                throw new InvalidOperationException($"The back-up in '{backup}' is damaged. Take another one. {string.Join(' ', faults.Take(3))}");
            Rename(draft);
            CopyFiles(backup, directory);
            var kept = present.Count == 0 ? null : Path.Combine(directory, $"before-restore-{time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture)}");
            if (kept is not null)
                Move(present, directory, kept);

            // The database last: without it the log is refused, but without the log the database would be taken for all there is.
            Move(StoreFiles.Reverse().Where(f => File.Exists(Path.Combine(draft, f))), draft, directory);
            return kept;
        }
        catch (SqliteException e)
        {
            throw new InvalidOperationException(StoreFaults.Sentence(Path.Combine(backup, SqliteEngine.FileName), e) ?? $"The back-up in '{backup}' can't be read: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The store in '{directory}' can't be written: {e.Message} Let this user write it, and look whether the disk is full.", e);
        }
        finally
        {
            Directory.Delete(draft, recursive: true);
        }
    }

    private static void Copy(string backup, string draft)
    {
        foreach (var name in StoreFiles.Where(f => f != $"{SqliteEngine.FileName}-shm" && File.Exists(Path.Combine(backup, f))))
        {
            var copy = Path.Combine(draft, name);
            Private.CreateFile(copy);
            using var from = File.OpenRead(Path.Combine(backup, name));
            using var to = File.OpenWrite(copy);
            from.CopyTo(to);
        }
    }

    // Commits on the log name the store that they are of.
    private static void Rename(string draft)
    {
        using (var session = SqliteSession.Open(Path.Combine(draft, SqliteEngine.FileName), writing: true))
        {
            var stored = LoggedWriter.ReadNumber(session);
            var former = StoreCheck.EpochIn(session);
            var epoch = Guid.NewGuid().ToString("n");
            var frames = former is null ? [] : Records(draft, SqliteBacklog.StoreOf(former), stored);
            session["UPDATE meta SET value = ?1 WHERE name = 'epoch'"].Bind(1, epoch).Run();
            session.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            WriteLog(draft, frames, stored, SqliteBacklog.StoreOf(epoch));
        }

        Durable.Flush(Path.Combine(draft, SqliteEngine.FileName));
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> Records(string draft, Guid store, long stored)
    {
        var files = SqliteBacklog.FileNames.Select(n => Path.Combine(draft, n)).Where(File.Exists).Select(AppendLogFile.OpenToRead).ToList();
        try
        {
            return LogRecovery.Read(files, store, stored).Frames;
        }
        finally
        {
            files.ForEach(f => f.Dispose());
        }
    }

    private static void WriteLog(string draft, IReadOnlyList<ReadOnlyMemory<byte>> frames, long stored, Guid store)
    {
        foreach (var name in SqliteBacklog.FileNames)
            File.Delete(Path.Combine(draft, name));
        if (frames.Count == 0)
            return;
        var path = Path.Combine(draft, SqliteBacklog.FileNames[0]);
        Private.CreateFile(path);
        using (var file = File.OpenWrite(path))
        {
            foreach (var (i, records) in frames.Index())
            {
                var frame = new byte[LogFrame.BytesOf(records.Length)];
                records.Span.CopyTo(frame.AsSpan(LogFrame.HeaderBytes));
                LogFrame.Seal(frame, records.Length, stored + 1 + i, store);
                file.Write(frame);
            }
        }

        Durable.Flush(path);
    }

    // They are named by their bytes: one that is there is the same.
    private static void CopyFiles(string backup, string directory)
    {
        var from = new DirectoryInfo(Path.Combine(backup, FilesRegistration.Folder));
        var folder = FilesRegistration.DirectoryOf(new StorageOptions(directory));
        foreach (var file in from.Exists ? from.EnumerateFiles("*", SearchOption.AllDirectories) : [])
        {
            var to = Path.Combine(folder, Path.GetRelativePath(from.FullName, file.FullName));
            if (File.Exists(to))
                continue;
            Private.CreateDirectory(Path.GetDirectoryName(to)!);
            file.CopyTo($"{to}.partial", overwrite: true);
            Durable.Flush($"{to}.partial");
            File.Move($"{to}.partial", to);
        }
    }

    private static void Move(IEnumerable<string> names, string from, string to)
    {
        Private.CreateDirectory(to);
        foreach (var name in names)
        {
            File.Move(Path.Combine(from, name), Path.Combine(to, name));
            Durable.Flush(to);
        }
    }
}
