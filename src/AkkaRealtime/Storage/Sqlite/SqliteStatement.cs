using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>
/// A prepared statement, used again and again by one thread at a time. Straight on SQLite's own calls: a <see cref="SqliteCommand"/>
/// costs a kilobyte of garbage and several microseconds a row.
/// </summary>
public sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _stmt;
    private bool _isRunning;

    internal SqliteStatement(sqlite3 db, string sql)
    {
        _db = db;
        Check(raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out _stmt));
    }

    /// <summary>Parameters count from 1.</summary>
    public SqliteStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_stmt, index, value));
        return this;
    }

    /// <summary>Null binds NULL.</summary>
    public SqliteStatement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    /// <summary>Null binds NULL.</summary>
    public SqliteStatement Bind(int index, string? value)
    {
        if (value is null)
            return BindNull(index);
        if (value.Length is 0 or > 256)
        {
            Check(raw.sqlite3_bind_text(_stmt, index, value));
            return this;
        }

        Span<byte> utf8 = stackalloc byte[value.Length * 3];
        Check(raw.sqlite3_bind_text(_stmt, index, utf8[..Encoding.UTF8.GetBytes(value, utf8)]));
        return this;
    }

    /// <summary>Bytes.</summary>
    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, which SQLite would take for NULL.
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_stmt, index, 0) : raw.sqlite3_bind_blob(_stmt, index, value));
        return this;
    }

    /// <summary>NULL.</summary>
    public SqliteStatement BindNull(int index)
    {
        Check(raw.sqlite3_bind_null(_stmt, index));
        return this;
    }

    /// <summary>True where there is a (next) row; after the last one the statement is ready to be used again.</summary>
    public bool Step()
    {
        _isRunning = true;
        var code = raw.sqlite3_step(_stmt);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code != raw.SQLITE_DONE)
        {
            try
            {
                Check(code);
            }
            finally
            {
                Reset();
            }
        }

        Reset();
        return false;
    }

    /// <summary>Runs a statement without rows to look at.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Runs it and says how many rows it changed.</summary>
    public int RunChanges()
    {
        Run();
        return raw.sqlite3_changes(_db);
    }

    /// <summary>Lets go of a row set that was not read to its end; nothing where there is none. Every commit asks all statements.</summary>
    public void Reset()
    {
        if (!_isRunning)
            return;
        _isRunning = false;
        _ = raw.sqlite3_reset(_stmt);
    }

    /// <summary>Columns count from 0.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(_stmt, column);

    /// <summary>A number, or null for NULL.</summary>
    public long? NumberOrNull(int column) => IsNull(column) ? null : Number(column);

    /// <summary>A text, whatever characters it holds.</summary>
    public string Text(int column) => // As bytes, which know their length: text would end at a U+0000.
        Encoding.UTF8.GetString(raw.sqlite3_column_blob(_stmt, column));

    /// <summary>A text, or null for NULL.</summary>
    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>Bytes, as long as the statement stands on this row.</summary>
    internal ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_stmt, column);

    /// <summary>Bytes, copied.</summary>
    public byte[] Blob(int column) => raw.sqlite3_column_blob(_stmt, column).ToArray();

    /// <summary>Whether it is NULL.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(_stmt, column) == raw.SQLITE_NULL;

    /// <inheritdoc/>
    public void Dispose() => _stmt.Dispose();

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _db);
}
