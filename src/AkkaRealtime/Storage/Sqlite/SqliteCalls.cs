using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Microsoft.Data.Sqlite;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>
/// SQLite's own calls, of the library that Microsoft.Data.Sqlite brings, on plain pointers: through its safe handles and its provider a call costs as much again as
/// most of them do, and a message takes two dozen. Those that neither wait nor take long keep the thread in managed code.
/// </summary>
internal static unsafe partial class SqliteCalls
{
    private const string Library = "e_sqlite3";

    private const int Ok = 0;
    private const int ReadWrite = 0x2;
    private const int Create = 0x4;
    private const int NoMutex = 0x8000;
    private const uint Persistent = 0x1;
    private const nint Transient = -1;

    /// <summary>Opens a file, made where it isn't there, or one that is there for reading only. A session is used by one thread at a time, so SQLite needs no lock of its own.</summary>
    /// <exception cref="SqliteException">It can't be opened.</exception>
    public static nint Open(string path, bool readOnly)
    {
        nint db = 0;
        try
        {
            Check(sqlite3_open_v2(path, out db, NoMutex | (readOnly ? 0x1 : ReadWrite | Create), 0), db);
            _ = sqlite3_extended_result_codes(db, 1);
            return db;
        }
        catch
        {
            Close(db);
            throw;
        }
    }

    /// <summary>Closes it; all its statements are let go of before.</summary>
    public static void Close(nint db) => _ = sqlite3_close_v2(db);

    /// <summary>Runs statements without rows to look at.</summary>
    /// <exception cref="SqliteException">One failed.</exception>
    public static void Execute(nint db, string sql) => Check(sqlite3_exec(db, sql, 0, 0, 0), db);

    /// <summary>Prepares a statement that is used again and again.</summary>
    /// <exception cref="SqliteException">It is none.</exception>
    public static nint Prepare(nint db, string sql)
    {
        Check(sqlite3_prepare_v3(db, sql, -1, Persistent, out var statement, 0), db);
        return statement;
    }

    /// <summary>Binds text, which is copied.</summary>
    public static int BindText(nint statement, int index, ReadOnlySpan<byte> utf8)
    {
        fixed (byte* text = &MemoryMarshal.GetReference(utf8))
        {
            // An empty span has no address, which SQLite would take for NULL.
            var none = (byte)0;
            return sqlite3_bind_text(statement, index, utf8.IsEmpty ? &none : text, utf8.Length, Transient);
        }
    }

    /// <summary>Binds bytes, which are copied.</summary>
    public static int BindBlob(nint statement, int index, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* blob = bytes)
            return bytes.IsEmpty ? sqlite3_bind_zeroblob(statement, index, 0) : sqlite3_bind_blob(statement, index, blob, bytes.Length, Transient);
    }

    /// <summary>A column's bytes, as long as the statement stands on this row.</summary>
    public static ReadOnlySpan<byte> ColumnBytes(nint statement, int column) =>
        new(sqlite3_column_blob(statement, column), sqlite3_column_bytes(statement, column));

    /// <summary>Throws what a code says; nothing where it says that all is well.</summary>
    /// <exception cref="SqliteException">It says something else.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(int code, nint db)
    {
        if (code != Ok)
            Throw(code, db);
    }

    private static void Throw(int code, nint db)
    {
        // Where it couldn't even be opened for want of memory, there is nothing to ask.
        var message = Utf8StringMarshaller.ConvertToManaged(db == 0 ? sqlite3_errstr(code) : sqlite3_errmsg(db));
        throw new SqliteException($"SQLite Error {code & 0xFF}: '{message}'.", code & 0xFF, db == 0 ? code : sqlite3_extended_errcode(db));
    }

    [LibraryImport(Library)]
    internal static partial int sqlite3_step(nint statement);

    [LibraryImport(Library)]
    internal static partial int sqlite3_reset(nint statement);

    [LibraryImport(Library)]
    internal static partial int sqlite3_finalize(nint statement);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int sqlite3_bind_int64(nint statement, int index, long value);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int sqlite3_bind_null(nint statement, int index);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial long sqlite3_column_int64(nint statement, int column);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int sqlite3_column_type(nint statement, int column);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int sqlite3_changes(nint db);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int sqlite3_total_changes(nint db);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial long sqlite3_last_insert_rowid(nint db);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int sqlite3_get_autocommit(nint db);

    [LibraryImport(Library)]
    internal static partial void sqlite3_interrupt(nint db);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sqlite3_open_v2(string path, out nint db, int flags, nint vfs);

    [LibraryImport(Library)]
    private static partial int sqlite3_close_v2(nint db);

    [LibraryImport(Library)]
    private static partial int sqlite3_extended_result_codes(nint db, int on);

    [LibraryImport(Library)]
    private static partial int sqlite3_extended_errcode(nint db);

    [LibraryImport(Library)]
    private static partial byte* sqlite3_errmsg(nint db);

    [LibraryImport(Library)]
    private static partial byte* sqlite3_errstr(int code);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sqlite3_exec(nint db, string sql, nint callback, nint argument, nint message);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sqlite3_prepare_v3(nint db, string sql, int bytes, uint flags, out nint statement, nint tail);

    [LibraryImport(Library)]
    private static partial int sqlite3_bind_text(nint statement, int index, byte* text, int bytes, nint destructor);

    [LibraryImport(Library)]
    private static partial int sqlite3_bind_blob(nint statement, int index, byte* bytes, int length, nint destructor);

    [LibraryImport(Library)]
    private static partial int sqlite3_bind_zeroblob(nint statement, int index, int length);

    [LibraryImport(Library)]
    private static partial byte* sqlite3_column_blob(nint statement, int column);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial int sqlite3_column_bytes(nint statement, int column);
}
