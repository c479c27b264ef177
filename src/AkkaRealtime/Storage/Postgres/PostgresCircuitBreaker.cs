using Microsoft.Extensions.Logging;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>
/// Whether the database answers, as reads and the journal find it together. While it does not, one of them tries at a time, after a growing pause,
/// and all others fail at once: an outage is told in milliseconds instead of being waited out by each of them. Safe from any thread.
/// </summary>
internal sealed class PostgresCircuitBreaker(NpgsqlDataSource source, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(2);

    internal const string IdleInTransaction = "25P03";

    // After a failover: what was the primary answers, but takes nothing.
    private const string ReadOnlyServer = PostgresErrorCodes.ReadOnlySqlTransaction;

    private readonly Lock _gate = new();
    private TimeSpan _pause = FirstPause;
    private long _triedAt;
    private volatile bool _away;

    /// <summary>Throws <see cref="StoreUnavailableException"/> while it is away and somebody has just tried.</summary>
    public void Check() => Check(toTry: false);

    /// <summary>The same; otherwise the caller is the one who tries, and must say <see cref="Found"/> or <see cref="Lost"/>.</summary>
    public void Try() => Check(toTry: true);

    /// <summary>It answered.</summary>
    public void Found()
    {
        if (!_away)
            return;
        lock (_gate)
        {
            if (!_away)
                return;
            (_away, _pause) = (false, FirstPause);
        }

        StorageLog.Back(log);
    }

    /// <summary>It did not answer. What to throw.</summary>
    public StoreUnavailableException Lost(Exception why)
    {
        var first = false;
        lock (_gate)
        {
            first = !_away;
            _pause = first ? FirstPause : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, MaxPause.Ticks));
            (_away, _triedAt) = (true, time.GetTimestamp());
        }

        if (first)
        {
            // Whatever rests in the pool goes to where nobody listens any more.
            source.Clear();
            StorageLog.Away(log, why.Message);
        }

        return new StoreUnavailableException($"PostgreSQL: {why.Message}", why);
    }

    /// <summary>
    /// Whether a connection broke, which may have happened while it rested (a restart, a failover, a firewall): a new one may well work, and what was
    /// asked for is asked again once. Not so after a time-out, which would be waited for twice.
    /// </summary>
    public static bool IsBroken(Exception e) => e switch
    {
        PostgresException p => p.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or IdleInTransaction or ReadOnlyServer,
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException n => n.InnerException is IOException or System.Net.Sockets.SocketException,
        _ => false,
    };

    private void Check(bool toTry)
    {
        if (!_away)
            return;
        lock (_gate)
        {
            if (_away && time.GetElapsedTime(_triedAt) < _pause)
                throw new StoreUnavailableException("PostgreSQL is away; it is tried again soon.");
            if (toTry)
                _triedAt = time.GetTimestamp();
        }
    }
}
