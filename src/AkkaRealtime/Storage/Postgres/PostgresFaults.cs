using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>Whose fault an exception is: the database's or the way's to it, another node's, or that of what was asked.</summary>
internal static class PostgresFaults
{
    // Connection, authorization, database, resources, operator, system, configuration, internal, in use; and a connection whose session is not what it was.
    private static readonly string[] ClassesOfTheStore = ["08", "26", "28", "3D", "53", "55", "57", "58", "F0", "XX"];

    // A server that takes nothing (a failover), and a transaction that took too long.
    private static readonly string[] StatesOfTheStore = [PostgresErrorCodes.ReadOnlySqlTransaction, PostgresCircuitBreaker.IdleInTransaction, "25P04"];

    /// <summary>Two transactions were in each other's way; the other one has gone on.</summary>
    public static bool IsOfAnotherNode(Exception e) => e is PostgresException p && p.SqlState.StartsWith("40", StringComparison.Ordinal);

    /// <summary>
    /// The database answers, but doesn't take what it was asked: data, a constraint, a statement or a table that is wrong, a trigger that refuses. The same
    /// will fail again, and everything else goes on.
    /// </summary>
    public static bool IsOfTheStatement(PostgresException e) =>
        !IsOfAnotherNode(e) && !ClassesOfTheStore.Any(c => e.SqlState.StartsWith(c, StringComparison.Ordinal)) && !StatesOfTheStore.Contains(e.SqlState);

    /// <summary>An entry of a batch can't be stored: the others may.</summary>
    public static bool IsOfAnEntry(Exception e) => e switch
    {
        PostgresException p => IsOfTheStatement(p),
        NpgsqlException or StoreUnavailableException or OutOfMemoryException => false,
        _ => true,
    };
}
