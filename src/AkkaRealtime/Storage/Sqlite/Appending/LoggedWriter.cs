using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Sqlite.Appending;

/// <summary>Writes what the log holds into the tables, as one transaction: room by room, so that each page is touched once.</summary>
internal sealed class LoggedWriter(
    SqliteSession session, SqliteTransactions transactions, SqliteLogWriter events, TableWriter[] tables, ILogger log)
{
    private const string Number = "log";

    /// <summary>The last frame that the tables have.</summary>
    public static long ReadNumber(SqliteSession session)
    {
        var row = session["SELECT value FROM meta WHERE name = ?1"].Bind(1, Number);
        var number = row.Step() ? long.Parse(row.Text(0), CultureInfo.InvariantCulture) : 0;
        row.Reset();
        return number;
    }

    /// <summary>Writes all of <paramref name="half"/>, and notes that it has; durable when it returns.</summary>
    public void Store(LogHalf half)
    {
        half.Events.Sort(static (a, b) => a.Room != b.Room ? a.Room.CompareTo(b.Room) : a.Event.Seq.CompareTo(b.Event.Seq));
        try
        {
            transactions.Begin();
            try
            {
                Write(half, isCareful: false);
            }
            catch (Exception e) when (!SqliteFaults.IsOfTheStore(e))
            {
                // A domain has thrown at one of them: each is written by itself. The events stay, which were acknowledged.
                transactions.Rollback();
                transactions.Begin();
                Write(half, isCareful: true);
            }

            transactions.Commit();
        }
        catch
        {
            transactions.Rollback();
            throw;
        }
    }

    private void Write(LogHalf half, bool isCareful)
    {
        var all = CollectionsMarshal.AsSpan(half.Events);
        for (var from = 0; from < all.Length;)
        {
            var to = from + 1;
            while (!isCareful && to < all.Length && all[to].Room == all[from].Room)
                to++;
            var run = all[from..to];
            if (!isCareful)
                events.Store(run, derives: true);
            else
                StoreCarefully(run);
            from = to;
        }

        foreach (var entry in half.Entries)
        {
            if (!isCareful)
                Write(entry);
            else
                Try(() => Write(entry), entry.GetType().Name);
        }

        session["INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"]
            .Bind(1, Number).Bind(2, half.Last.ToString(CultureInfo.InvariantCulture)).Run();
    }

    private void StoreCarefully(ReadOnlySpan<LoggedEvent> run)
    {
        var one = run.ToArray();
        if (!Try(() => events.Store(one, derives: true), one[0].Event.Type))
            events.Store(run, derives: false);
    }

    private void Write(JournalEntry entry)
    {
        foreach (var table in tables)
        {
            if (table.Write(entry) is not null)
                return;
        }

        JournalFaults.NobodyWrites(entry);
    }

    private bool Try(Action write, string kind)
    {
        session["SAVEPOINT logged"].Run();
        try
        {
            write();
            return true;
        }
        catch (Exception e) when (!SqliteFaults.IsOfTheStore(e) && session.InTransaction)
        {
            StorageLog.NotDerived(log, e, kind);
            session.ResetAll();
            session["ROLLBACK TO logged"].Run();
            return false;
        }
        finally
        {
            if (session.InTransaction)
                session["RELEASE logged"].Run();
        }
    }
}
