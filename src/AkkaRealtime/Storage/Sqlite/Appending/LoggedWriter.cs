using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Sqlite.Appending;

/// <summary>Writes what the log holds into the tables, as one transaction: room by room, so that each page is touched once.</summary>
internal sealed class LoggedWriter(
    SqliteSession session, SqliteTransactions transactions, SqliteLogWriter events, TableWriter[] tables, ILogger log)
{
    private const string Number = "log";

    // Without one, nothing is logged.
    private readonly ISqliteLogged? _domain = tables.OfType<ISqliteLogged>().SingleOrDefault();

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
                // A domain has thrown: what it does for each event is undone by itself. The events stay, which were acknowledged.
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
        if (half.Events.Count > 0)
            WriteEvents(CollectionsMarshal.AsSpan(half.Events), isCareful);
        foreach (var entry in half.Entries)
        {
            if (isCareful)
                Guard(() => Write(entry));
            else
                Write(entry);
        }

        session["INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"]
            .Bind(1, Number).Bind(2, half.Last.ToString(CultureInfo.InvariantCulture)).Run();
    }

    private void WriteEvents(ReadOnlySpan<LoggedEvent> all, bool isCareful)
    {
        _domain!.BeginStep();
        try
        {
            for (var from = 0; from < all.Length;)
            {
                var to = from + 1;
                while (to < all.Length && all[to].Room == all[from].Room)
                    to++;
                events.Store(all[from..to], isCareful ? Guard : null);
                from = to;
            }
        }
        finally
        {
            _domain.EndStep();
        }
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

    private void Guard(Action write)
    {
        session["SAVEPOINT logged"].Run();
        try
        {
            write();
        }
        catch (Exception e) when (!SqliteFaults.IsOfTheStore(e) && session.InTransaction)
        {
            StorageLog.NotDerived(log, e);
            session.ResetAll();
            session["ROLLBACK TO logged"].Run();
        }

        session["RELEASE logged"].Run();
    }
}
