using AkkaRealtime.Server.Tests.Support;
using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Cluster.Tests.Nodes;

/// <summary>The PostgreSQL that the tests share; each has a database of its own.</summary>
public sealed class ClusterPostgres : IAsyncLifetime
{
    private PostgresServer? _postgres;
    private TestCluster? _three;

    /// <summary>A cluster without nodes yet. Skips the test where PostgreSQL is not installed.</summary>
    /// <param name="bySocket">By a socket in the file system, which nodes in networks of their own reach as well.</param>
    internal TestCluster NewCluster(bool bySocket = false)
    {
        _postgres ??= new PostgresServer(Need.Postgres());
        return new TestCluster(bySocket ? _postgres.NewDatabaseBySocket() : _postgres.NewDatabase());
    }

    /// <summary>Ends it, and starts it again: all nodes are without it meanwhile.</summary>
    internal void StartAgain(StopMode mode)
    {
        _postgres!.Stop(mode);
        _postgres.Start();
    }

    /// <summary>Three nodes that have found each other, for tests that leave a cluster behind: whoever was ended has been started again. Not the caller's to dispose.</summary>
    internal async Task<TestCluster> ThreeNodesAsync()
    {
        if (_three is null)
        {
            _three = NewCluster();

            // A node that is stopped goes as soon as its clients had a moment.
            await _three.StartAsync(3, ("AkkaRealtime:Connections:PreStopMs", "500"), ("AkkaRealtime:Connections:DrainMs", "500"));
        }

        await Task.WhenAll(_three.Nodes.Where(n => n.Server.HasEnded).Select(n => n.Server.StartAgainAsync()));
        await TestCluster.UntilOneAsync(_three.Nodes);
        return _three;
    }

    /// <summary>One with a standby, which has whatever was confirmed; of the caller's own. Skips the test where PostgreSQL is not installed.</summary>
    internal static PostgresPair NewPair() => new(Need.Postgres());

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_three is not null)
            await _three.DisposeAsync();
        _postgres?.Dispose();
    }
}

/// <summary>One test after the other: each has the machine to itself.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterTests : ICollectionFixture<ClusterPostgres>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "clusters";
}
