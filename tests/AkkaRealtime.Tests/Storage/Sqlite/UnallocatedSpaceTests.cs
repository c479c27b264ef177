using System.Text;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Tests.Storage.Sqlite;

/// <summary>What SQLite leaves behind of rows that moved to another page before they were emptied.</summary>
public sealed class UnallocatedSpaceTests : IDisposable
{
    private const string Word = "zyxgeheimnis";
    private const int Rooms = 10;
    private const int Messages = 40;
    private readonly string _directory = Directory.CreateTempSubdirectory("akkarealtime-pages-").FullName;

    private string Database => Path.Combine(_directory, "test.db");

    // Each of these makes another pattern of pages; some leave a copy behind.
    [Fact]
    public void Overwrite_WhatWasLeftOfMovedRows_IsGone_AndStaysGone_AndEveryRowIsThere()
    {
        var left = 0;
        for (var seed = 0; seed < 120; seed++)
        {
            var session = Filled(seed);
            using (var space = new UnallocatedSpace(Database))
            using (session)
            {
                var isLeft = File().Contains(Word, StringComparison.Ordinal);
                var pages = space.Find();
                if (isLeft)
                    Assert.NotEmpty(pages);
                space.Overwrite(pages);
                session.Execute("PRAGMA shrink_memory");

                Assert.Empty(space.Find());
                Assert.DoesNotContain(Word, File(), StringComparison.Ordinal);
                AssertWhole(session);
                Touch(session);
                Assert.DoesNotContain(Word, File(), StringComparison.Ordinal);
                AssertWhole(session);
                left += isLeft ? 1 : 0;
            }

            Remove();
        }

        // Otherwise this shows nothing, and SQLite may do by itself now what this is for.
        Assert.True(left > 0, "SQLite left nothing behind.");
    }

    [Fact]
    public void Find_WithPointerMaps_LooksAtNothing()
    {
        using var session = SqliteSession.Open(Database, writing: true);
        session.Execute("PRAGMA auto_vacuum=FULL; CREATE TABLE t (a INTEGER PRIMARY KEY)");
        using var space = new UnallocatedSpace(Database);

        Assert.Empty(space.Find());
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_directory, recursive: true);

    // As rooms are filled one after the other, and emptied so later, each with a last word.
    private SqliteSession Filled(int seed)
    {
#pragma warning disable CA5394 // No secret: the same pages each time.
        var random = new Random(seed);
        var session = SqliteSession.Open(Database, writing: true);
        session.Execute("PRAGMA journal_mode=WAL; CREATE TABLE events (pos INTEGER PRIMARY KEY, envelope TEXT); BEGIN");
        for (var room = 0; room < Rooms; room++)
        {
            for (var i = 0; i < Messages; i++)
                Add(session, room, i, i % 2 == 0 ? new string('h', random.Next(160, 320)) : $"{Word} {new string('x', random.Next(100, 300))}");
        }

        session.Execute("COMMIT");
        for (var room = 0; room < Rooms; room++)
        {
            session.Execute("BEGIN");
            for (var i = 1; i < Messages; i += 2)
                session["UPDATE events SET envelope = ?2 WHERE pos = ?1"].Bind(1, Position(room, i)).Bind(2, new string('e', random.Next(80, 120))).Run();
            session.Execute("COMMIT");
            Add(session, room, Messages, new string('l', 180));
        }
#pragma warning restore CA5394

        EmptyLog(session);
        return session;
    }

    // Each page is written again: from the file, and not as it was.
    private static void Touch(SqliteSession session)
    {
        session.Execute("UPDATE events SET envelope = upper(envelope)");
        EmptyLog(session);
    }

    private static void EmptyLog(SqliteSession session)
    {
        session.ResetAll();
        session.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static void Add(SqliteSession session, int room, int seq, string envelope) =>
        session["INSERT INTO events (pos, envelope) VALUES (?1, ?2)"].Bind(1, Position(room, seq)).Bind(2, envelope).Run();

    private static long Position(int room, int seq) => ((long)room << 32) | (uint)seq;

    private static void AssertWhole(SqliteSession session)
    {
        var check = session["PRAGMA integrity_check"];
        Assert.True(check.Step());
        Assert.Equal("ok", check.Text(0));
        var count = session["SELECT count(*), sum(length(envelope) >= 80) FROM events"];
        Assert.True(count.Step());
        Assert.Equal((Rooms * (Messages + 1), Rooms * (Messages + 1)), (count.Number(0), count.Number(1)));
        session.ResetAll();
    }

    private string File()
    {
        using var stream = new FileStream(Database, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private void Remove()
    {
        foreach (var file in Directory.EnumerateFiles(_directory))
            System.IO.File.Delete(file);
    }
}
