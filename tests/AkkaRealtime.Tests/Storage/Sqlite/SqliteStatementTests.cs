using AkkaRealtime.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AkkaRealtime.Tests.Storage.Sqlite;

public sealed class SqliteStatementTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("akkarealtime-statement-").FullName;
    private readonly SqliteSession _session;

    public SqliteStatementTests() => _session = SqliteSession.Open(Path.Combine(_directory, "x.db"), writing: true);

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("Zoë 東京 👍")]
    public void Bind_AnyText_IsReadBack(string text)
    {
        Assert.Equal(text, Same(s => s.Bind(1, text), s => s.Text(0)));
        Assert.Equal(text + new string('x', 300), Same(s => s.Bind(1, text + new string('x', 300)), s => s.Text(0)));
    }

    [Fact]
    public void Bind_NothingAndEmpty_AreTwoThings()
    {
        Assert.True(Same(s => s.Bind(1, (string?)null), s => s.IsNull(0)));
        Assert.False(Same(s => s.Bind(1, ""), s => s.IsNull(0)));
        Assert.False(Same(s => s.Bind(1, ReadOnlySpan<byte>.Empty), s => s.IsNull(0)));
        Assert.Equal([1, 0, 2], Same(s => s.Bind(1, [1, 0, 2]), s => s.Blob(0)));
        Assert.Equal(long.MinValue, Same(s => s.Bind(1, long.MinValue), s => s.Number(0)));
    }

    [Fact]
    public void Step_AConstraintIsBroken_SaysWhich()
    {
        _session.Execute("CREATE TABLE t (x INTEGER UNIQUE); INSERT INTO t VALUES (1)");

        var e = Assert.Throws<SqliteException>(() => _session["INSERT INTO t VALUES (1)"].Run());
        Assert.Equal(SQLitePCL.raw.SQLITE_CONSTRAINT, e.SqliteErrorCode);
        Assert.Equal(SQLitePCL.raw.SQLITE_CONSTRAINT_UNIQUE, e.SqliteExtendedErrorCode);
        Assert.Contains("t.x", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoFileThere_IsRefused() => Assert.Equal(
        SQLitePCL.raw.SQLITE_CANTOPEN,
        Assert.Throws<SqliteException>(() => SqliteSession.OpenToCheck(Path.Combine(_directory, "none.db"))).SqliteErrorCode);

    [Fact]
    public void Dispose_WhatIsAskedAfterwards_IsRefused()
    {
        var statement = _session["SELECT 1"];
        _session.Dispose();
        _session.Dispose();

        Assert.Throws<SqliteException>(() => statement.Step());
        Assert.Throws<SqliteException>(() => statement.Bind(1, 1));
        Assert.Throws<ObjectDisposedException>(() => _session["SELECT 1"]);
        Assert.Throws<ObjectDisposedException>(() => _session.InTransaction);
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private T Same<T>(Action<SqliteStatement> bind, Func<SqliteStatement, T> read)
    {
        var statement = _session["SELECT ?1"];
        bind(statement);
        Assert.True(statement.Step());
        var value = read(statement);
        statement.Reset();
        return value;
    }
}
