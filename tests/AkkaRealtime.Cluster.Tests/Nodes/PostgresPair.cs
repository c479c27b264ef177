using AkkaRealtime.Tests.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Cluster.Tests.Nodes;

/// <summary>A PostgreSQL and its standby, with synchronous replication.</summary>
internal sealed class PostgresPair : IDisposable
{
    private readonly PostgresServer _primary;
    private readonly PostgresServer _standby;

    public PostgresPair(string programs)
    {
        _primary = new PostgresServer(programs);
        _standby = _primary.NewStandby();
        _primary.WaitForStandby();
    }

    /// <summary>A cluster without nodes yet, whose connection string names both.</summary>
    public TestCluster NewCluster() => new(new NpgsqlConnectionStringBuilder(_primary.NewDatabase())
    {
        Host = $"127.0.0.1:{_primary.Port},127.0.0.1:{_standby.Port}",
        TargetSessionAttributes = "primary",
    }.ToString());

    /// <summary>The primary is killed, and the standby takes over.</summary>
    public void FailOver()
    {
        _primary.Stop(StopMode.Kill);
        _standby.Promote();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _standby.Dispose();
        _primary.Dispose();
    }
}
