using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Whose fault an exception is.</summary>
internal static class SqliteFaults
{
    /// <summary>Disk full, read-only, I/O error, corrupt, out of memory: what was asked is not to blame, and trying the rest of it helps nobody.</summary>
    public static bool IsOfTheStore(Exception e) => e is OutOfMemoryException or SqliteException
    {
        SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_IOERR
            or raw.SQLITE_CORRUPT or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_NOTADB or raw.SQLITE_PROTOCOL
    };
}
