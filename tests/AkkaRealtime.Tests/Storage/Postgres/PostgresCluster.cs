namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>
/// The PostgreSQL cluster that tests share, started with the first that needs it. Where PostgreSQL is missing the tests are skipped, or fail if
/// <c>AKKAREALTIME_REQUIRE=all</c>.
/// </summary>
public sealed class PostgresCluster : IDisposable
{
    private const string Missing = "PostgreSQL is not installed: apt-get install -y --no-install-recommends postgresql";
    private PostgresServer? _server;
    private string? _made;

    /// <summary>The cluster, started.</summary>
    public PostgresServer Server => _server ??= new PostgresServer(Programs());

    /// <summary>The connection string of a new, empty database.</summary>
    public string NewDatabase() => Server.NewDatabase();

    /// <summary>
    /// The connection string of a new database that is as <paramref name="make"/> leaves an empty one. That is done once, and the result copied from then on, which
    /// costs less: all have to make the same.
    /// </summary>
    public string NewDatabase(Action<string> make)
    {
        if (_made is null)
        {
            var made = NewDatabase();
            make(made);
            _made = made;
        }

        return Server.NewDatabase(_made);
    }

    /// <summary>Another cluster, started: with nothing of other tests in it. The caller disposes of it.</summary>
    public static PostgresServer NewServer() => new(Programs());

    public void Dispose() => _server?.Dispose();

    private static string Programs()
    {
        var programs = PostgresServer.FindPrograms();
        Assert.False(programs is null && Environment.GetEnvironmentVariable("AKKAREALTIME_REQUIRE") == "all", Missing);
        Skip.If(programs is null, Missing);
        return programs!;
    }
}

/// <summary>Tests on PostgreSQL share one cluster, and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresCluster>
{
    public const string Name = "PostgreSQL";
}
