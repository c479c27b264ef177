namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Transactions on the connection that writes. By who has the writer.</summary>
internal sealed class SqliteTransactions(SqliteSession session)
{
    /// <summary>There is no more of them.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Begins one.</summary>
    /// <exception cref="StoreUnavailableException">The store is closed.</exception>
    public void Begin()
    {
        if (IsClosed)
            throw new StoreUnavailableException("The store is closed.");
        session["BEGIN IMMEDIATE"].Run();
    }

    /// <summary>Makes it durable.</summary>
    public void Commit()
    {
        // A row set that a domain did not read to its end would keep its view of the log open, and no checkpoint could empty the log.
        session.ResetAll();
        session["COMMIT"].Run();
    }

    /// <summary>Undoes it, where SQLite hasn't.</summary>
    public void Rollback()
    {
        if (IsClosed)
            return;
        session.ResetAll();
        if (session.InTransaction)
            session["ROLLBACK"].Run();
    }

    /// <summary>Closes the connection.</summary>
    public void Close()
    {
        IsClosed = true;
        session.Dispose();
    }
}
