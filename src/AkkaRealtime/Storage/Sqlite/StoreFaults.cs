using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Why a store can't be opened, in a sentence that says what to do.</summary>
internal static class StoreFaults
{
    /// <summary>The sentence; null where it is no fault that an operator can mend.</summary>
    public static string? Sentence(string path, Exception? e) => e switch
    {
        null => null,
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } =>
            $"The store in '{path}' is damaged, or is no SQLite database: {e.Message} Put a back-up in its place (docs/operations.md, Back-up), or set AkkaRealtime:DataDirectory to another folder. Keep the damaged files: sqlite3's .recover may find what is in them.",
        SqliteException { SqliteErrorCode: raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH } =>
            $"The store in '{path}' can't be written: {e.Message} Let the server's user own the folder and all files in it, on a file system that is not read-only, or set AkkaRealtime:DataDirectory to another folder.",
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } =>
            $"The disk of the store in '{path}' is full: {e.Message} Make room, or set AkkaRealtime:DataDirectory to a folder on another one.",
        SqliteException { SqliteErrorCode: raw.SQLITE_IOERR } =>
            $"The store in '{path}' can't be read or written: {e.Message} Look at the disk and its room, or set AkkaRealtime:DataDirectory to a folder on another one.",
        _ => Sentence(path, e.InnerException),
    };
}
