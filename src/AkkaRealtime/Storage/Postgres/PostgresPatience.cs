namespace AkkaRealtime.Storage.Postgres;

/// <summary>
/// How long a transaction may wait for its node. One that stands still in the middle of a transaction (a paused machine) keeps its locks until PostgreSQL ends that, and
/// with them whatever another node has in the same batch. Steps of ours follow each other in milliseconds; whoever is ended does it once more.
/// </summary>
internal static class PostgresPatience
{
    /// <summary>For all transactions of a connection, until it goes back to its pool.</summary>
    public const string OfConnection = "SET idle_in_transaction_session_timeout = '3s'";

    /// <summary>For the transaction that it is in.</summary>
    public const string OfTransaction = "SET LOCAL idle_in_transaction_session_timeout = '3s'";
}
