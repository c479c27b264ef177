using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Domains;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>The database goes away, and comes back.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresAwayTests(PostgresCluster cluster)
{
    private static readonly UserId Alice = new("alice");
    private readonly FakeTimeProvider _time = new();

    [SkippableTheory]
    [InlineData(StopMode.Fast)]
    [InlineData(StopMode.Immediate)]
    [InlineData(StopMode.Kill)]
    public async Task Commit_DatabaseStoppedAndStarted_FailsCleanlyAndGoesOnByItself(StopMode mode)
    {
        using var storage = Open();
        Assert.IsType<Saved>(Assert.Single(storage.Writer.Commit([Save("before")])));

        cluster.Server.Stop(mode);
        try
        {
            Assert.Throws<StoreUnavailableException>(() => storage.Writer.Commit([Save("lost")]));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => storage.Users.LoadUserAsync(Alice, CancellationToken.None));
            Assert.False(await storage.Engine.IsWritableAsync(CancellationToken.None));
        }
        finally
        {
            cluster.Server.Start();
        }

        // Within the back-off it is not tried at all; after it, it works.
        Assert.Throws<StoreUnavailableException>(() => storage.Writer.Commit([Save("early")]));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.IsType<Saved>(Assert.Single(storage.Writer.Commit([Save("after")])));
        Assert.Equal("after", (await storage.Users.LoadUserAsync(Alice, CancellationToken.None))!.Name);
    }

    [SkippableFact]
    public async Task Read_DatabaseIsBack_IsFoundOutByReadsAloneAndTellsTheWriter()
    {
        using var storage = Open();
        cluster.Server.Stop();
        try
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => storage.Users.LoadUserAsync(Alice, CancellationToken.None));
        }
        finally
        {
            cluster.Server.Start();
        }

        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(await storage.Engine.IsWritableAsync(CancellationToken.None));
        Assert.IsType<Saved>(Assert.Single(storage.Writer.Commit([Save("after")])));
    }

    [SkippableFact]
    public async Task ConnectionsCut_WhileTheDatabaseIsThere_NobodyNotices()
    {
        using var storage = Open();
        Assert.IsType<Saved>(Assert.Single(storage.Writer.Commit([Save("before")])));
        await storage.Users.LoadUserAsync(Alice, CancellationToken.None);

        cluster.Server.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'AkkaRealtime'");

        Assert.IsType<Saved>(Assert.Single(storage.Writer.Commit([Save("after")])));
        Assert.Equal("after", (await storage.Users.LoadUserAsync(Alice, CancellationToken.None))!.Name);
    }

    [SkippableFact]
    public async Task Frozen_ReadsAndCommits_EndByThemselves_AndTheNextFailAtOnce()
    {
        using var storage = TestStore.Postgres(cluster.NewDatabase() + ";Command Timeout=1;Timeout=1;Cancellation Timeout=100", time: _time);
        Assert.IsType<Saved>(Assert.Single(storage.Writer.Commit([Save("before")])));

        cluster.Server.Freeze(true);
        try
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => storage.Users.LoadUserAsync(Alice, CancellationToken.None));

            // On a clock that stands still nobody tries again: these ask nobody.
            var many = Enumerable.Range(0, 1_000).Select(_ => storage.Users.LoadUserAsync(Alice, CancellationToken.None));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => Task.WhenAll(many));
        }
        finally
        {
            cluster.Server.Freeze(false);
        }

        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("before", (await storage.Users.LoadUserAsync(Alice, CancellationToken.None))!.Name);
    }

    [SkippableFact]
    public void Open_SeveralHosts_FindsThePrimary()
    {
        // Nobody listens at the first, the second takes no writes. (A standby of the cluster that tests share would copy all of their databases.)
        using var primary = PostgresCluster.NewServer();
        using var standby = primary.NewStandby();
        var database = new Npgsql.NpgsqlConnectionStringBuilder(primary.NewDatabase());
        using var storage = Open(
            $"Host=127.0.0.1:1,127.0.0.1:{standby.Port},127.0.0.1:{database.Port};Username=postgres;Database={database.Database};Timeout=5;Target Session Attributes=primary");

        Assert.IsType<Saved>(Assert.Single(storage.Writer.Commit([Save("found")])));
    }

    [SkippableFact]
    public void Open_ConnectionStringThatCannotBeRead_SaysWhatToDo()
    {
        var e = Assert.Throws<InvalidOperationException>(() => Open("Host=127.0.0.1;Nonsense=1"));

        Assert.Contains("can't be read", e.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings:Postgres", e.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Open_DatabaseThatThereIsNot_IsRefusedAtOnce()
    {
        var e = Assert.Throws<InvalidOperationException>(() => Open(cluster.NewDatabase().Replace("Database=test", "Database=no", StringComparison.Ordinal)));

        Assert.Contains("does not exist", e.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings:Postgres", e.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Open_DatabaseComesLate_IsWaitedForOnAClockThatStandsStill()
    {
        var (database, log) = (cluster.NewDatabase(), new ListLogger());
        cluster.Server.Stop();
        var opening = Task.Run(() => TestStore.Postgres(database, time: _time, log: log));
        try
        {
            Assert.True(SpinWait.SpinUntil(() => log.Lines.Any(line => line.Contains("does not answer yet", StringComparison.Ordinal)), Patient.Wait));
        }
        finally
        {
            cluster.Server.Start();
        }

        using var storage = await opening.WaitAsync(Patient.Wait);
        Assert.IsType<Saved>(Assert.Single(storage.Writer.Commit([Save("found")])));
    }

    [SkippableFact]
    public async Task Open_NobodyThere_WaitsAndThenSaysSo()
    {
        var opening = Task.Run(() => TestStore.Postgres("Host=127.0.0.1;Port=1;Timeout=1", time: new HurriedTime()));

        var e = await Assert.ThrowsAsync<StoreUnavailableException>(() => opening);

        Assert.Contains("ConnectionStrings:Postgres", e.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Open_ToldToStopWhileItWaits_Ends()
    {
        using var stopping = new CancellationTokenSource();
        var opening = Task.Run(() => TestStore.Postgres("Host=127.0.0.1;Port=1;Timeout=1", time: _time, stopping: stopping.Token));

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private TestStore Open(string? database = null) =>
        TestStore.Postgres(database ?? cluster.NewDatabase(), time: _time);

    private static SaveUser Save(string name) => new(ActorRefs.Nobody, Alice, name, null, default);

    /// <summary>A clock on which a minute passes whenever somebody looks.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        private long _looks;

        public override long GetTimestamp() => TimestampFrequency * 60 * Interlocked.Increment(ref _looks);
    }
}
