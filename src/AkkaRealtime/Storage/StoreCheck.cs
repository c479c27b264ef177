using AkkaRealtime.Storage.Sqlite;
using AkkaRealtime.Storage.Sqlite.Appending;
using Microsoft.Data.Sqlite;

namespace AkkaRealtime.Storage;

/// <summary>Looks through a SQLite store that no server is using: is every page of it whole, and is everything there that was confirmed? Changes nothing.</summary>
public static class StoreCheck
{
    /// <summary>What a table's name begins with that is being removed, in steps: what it holds is nothing to rely on, and no fault.</summary>
    internal const string Discarded = "discarded_";

    // Who has more than that wrong needs a back-up, not a list.
    private const int MaxFaults = 100;

    /// <summary>
    /// What is wrong with the store in <paramref name="directory"/>, in sentences; empty where it is whole. Reads all of the database, its indexes and references, and the log beside it.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no store in the folder.</exception>
    /// <exception cref="InvalidOperationException">A server is using it; the message says what to do.</exception>
    public static IReadOnlyList<string> Sqlite(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var path = Path.Combine(directory, SqliteEngine.FileName);
        if (!File.Exists(path))
            throw NoStore(directory);
        using var alone = DataDirectoryLock.Take(directory);
        var faults = new List<string>();
        try
        {
            using var session = SqliteSession.OpenToCheck(path);
            faults.AddRange(DatabaseFaults(session));
            faults.AddRange(LogFaults(directory, session));
        }
        catch (SqliteException e)
        {
            faults.Add(StoreFaults.Sentence(path, e) ?? $"The store in '{path}' can't be read: {e.Message}");
        }

        return faults;
    }

    /// <summary>What to say where a folder has no store.</summary>
    internal static FileNotFoundException NoStore(string directory) => new(
        $"There is no store in '{directory}': {SqliteEngine.FileName} is missing. Set AkkaRealtime:DataDirectory to the folder that it is in.", Path.Combine(directory, SqliteEngine.FileName));

    private static List<string> DatabaseFaults(SqliteSession session)
    {
        var faults = new List<string>();
        var pages = session[$"PRAGMA integrity_check({MaxFaults})"];
        while (pages.Step())
        {
            if (pages.Text(0) is var found && found != "ok" && !found.Contains(Discarded, StringComparison.Ordinal))
                faults.Add($"{SqliteEngine.FileName}: {found}");
        }

        var references = session["PRAGMA foreign_key_check"];
        while (references.Step() && faults.Count < MaxFaults)
            faults.Add($"{SqliteEngine.FileName}: a row of {references.Text(0)} names one of {references.Text(2)} that is not there.");
        return faults;
    }

    private static List<string> LogFaults(string directory, SqliteSession session)
    {
        var files = new List<AppendLogFile>();
        try
        {
            foreach (var name in SqliteBacklog.FileNames.Select(n => Path.Combine(directory, n)).Where(File.Exists))
                files.Add(AppendLogFile.OpenToRead(name));
            if (files.Count > 0 && EpochIn(session) is { } epoch)
                LogRecovery.Read(files, SqliteBacklog.StoreOf(epoch), LoggedWriter.ReadNumber(session));
            return [];
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return [e.Message];
        }
        finally
        {
            files.ForEach(f => f.Dispose());
        }
    }

    /// <summary>By which clients know a store; null where nothing was ever kept here.</summary>
    internal static string? EpochIn(SqliteSession session)
    {
        var made = session["SELECT 1 FROM sqlite_master WHERE name = 'meta'"];
        var isMade = made.Step();
        made.Reset();
        if (!isMade)
            return null;
        var row = session["SELECT value FROM meta WHERE name = 'epoch'"];
        var epoch = row.Step() ? row.Text(0) : null;
        row.Reset();
        return epoch;
    }
}
