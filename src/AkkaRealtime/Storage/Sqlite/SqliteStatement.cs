using System.Text;
using Microsoft.Data.Sqlite;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>
/// A prepared statement, used again and again by one thread at a time. Straight on SQLite's own calls: a <see cref="SqliteCommand"/>
/// costs a kilobyte of garbage and several microseconds a row.
/// </summary>
public sealed class SqliteStatement : IDisposable
{
    private const int Row = 100;
    private const int Done = 101;
    private const int Null = 5;

    private nint _db;
    private nint _statement;
    private bool _isRunning;

    internal SqliteStatement(nint db, string sql) => (_db, _statement) = (db, SqliteCalls.Prepare(db, sql));

    /// <summary>Parameters count from 1.</summary>
    public SqliteStatement Bind(int index, long value)
    {
        Check(SqliteCalls.sqlite3_bind_int64(_statement, index, value));
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
            Check(SqliteCalls.BindText(_statement, index, Encoding.UTF8.GetBytes(value)));
            return this;
        }

        Span<byte> utf8 = stackalloc byte[value.Length * 3];
        Check(SqliteCalls.BindText(_statement, index, utf8[..Encoding.UTF8.GetBytes(value, utf8)]));
        return this;
    }

    /// <summary>Bytes.</summary>
    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        Check(SqliteCalls.BindBlob(_statement, index, value));
        return this;
    }

    /// <summary>NULL.</summary>
    public SqliteStatement BindNull(int index)
    {
        Check(SqliteCalls.sqlite3_bind_null(_statement, index));
        return this;
    }

    /// <summary>True where there is a (next) row; after the last one the statement is ready to be used again.</summary>
    public bool Step()
    {
        _isRunning = true;
        var code = SqliteCalls.sqlite3_step(_statement);
        if (code == Row)
            return true;
        if (code != Done)
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
        return SqliteCalls.sqlite3_changes(_db);
    }

    /// <summary>Lets go of a row set that was not read to its end; nothing where there is none. Every commit asks all statements.</summary>
    public void Reset()
    {
        if (!_isRunning)
            return;
        _isRunning = false;
        _ = SqliteCalls.sqlite3_reset(_statement);
    }

    /// <summary>Columns count from 0.</summary>
    public long Number(int column) => SqliteCalls.sqlite3_column_int64(_statement, column);

    /// <summary>A number, or null for NULL.</summary>
    public long? NumberOrNull(int column) => IsNull(column) ? null : Number(column);

    /// <summary>A text, whatever characters it holds.</summary>
    public string Text(int column) => // As bytes, which know their length: text would end at a U+0000.
        Encoding.UTF8.GetString(SqliteCalls.ColumnBytes(_statement, column));

    /// <summary>A text, or null for NULL.</summary>
    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>Bytes, as long as the statement stands on this row.</summary>
    internal ReadOnlySpan<byte> Bytes(int column) => SqliteCalls.ColumnBytes(_statement, column);

    /// <summary>Bytes, copied.</summary>
    public byte[] Blob(int column) => SqliteCalls.ColumnBytes(_statement, column).ToArray();

    /// <summary>Whether it is NULL.</summary>
    public bool IsNull(int column) => SqliteCalls.sqlite3_column_type(_statement, column) == Null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = SqliteCalls.sqlite3_finalize(_statement);
        (_db, _statement) = (0, 0);
    }

    private void Check(int code) => SqliteCalls.Check(code, _db);
}
