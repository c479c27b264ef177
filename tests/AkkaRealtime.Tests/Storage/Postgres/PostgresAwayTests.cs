using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>The database goes away, and comes back.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresAwayTests(PostgresCluster cluster)
{
    private static readonly UserId Alice = new("alice");
    private readonly FakeTimeProvider _time = new();

    [SkippableFact]
    public async Task Commit_DatabaseStoppedAndStarted_FailsCleanlyAndGoesOnByItself()
    {
        using var storage = PostgresStorage.Open(cluster.NewDatabase(), TestMetrics.Instance, _time, NullLogger.Instance);
        Assert.IsType<Saved>(Assert.Single(storage.Writer.Commit([Save("before")])));

        cluster.Stop();
        try
        {
            Assert.Throws<StoreUnavailableException>(() => storage.Writer.Commit([Save("lost")]));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => storage.Store.LoadUserAsync(Alice, CancellationToken.None));
            Assert.False(await storage.Store.IsWritableAsync(CancellationToken.None));
        }
        finally
        {
            cluster.Start();
        }

        // Within the back-off it is not tried at all; after it, it works.
        Assert.Throws<StoreUnavailableException>(() => storage.Writer.Commit([Save("early")]));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.IsType<Saved>(Assert.Single(storage.Writer.Commit([Save("after")])));
        Assert.Equal("after", (await storage.Store.LoadUserAsync(Alice, CancellationToken.None))!.Name);
    }

    [SkippableFact]
    public void Commit_ConnectionCut_IsUnavailableOnceAndThenWorks()
    {
        using var storage = PostgresStorage.Open(cluster.NewDatabase(), TestMetrics.Instance, _time, NullLogger.Instance);
        Assert.IsType<Saved>(Assert.Single(storage.Writer.Commit([Save("before")])));

        cluster.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'AkkaRealtime'");
        Assert.Throws<StoreUnavailableException>(() => storage.Writer.Commit([Save("cut")]));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.IsType<Saved>(Assert.Single(storage.Writer.Commit([Save("after")])));
    }

    [SkippableTheory]
    [InlineData("Host=127.0.0.1;Nonsense=1", "can't be read")]
    [InlineData("Host=127.0.0.1;Port=1;Timeout=1", "can't be reached")]
    public async Task Open_WrongConnectionString_SaysWhatToDo(string connectionString, string expected)
    {
        var opening = Task.Run(() => PostgresStorage.Open(connectionString, TestMetrics.Instance, new HurriedTime(), NullLogger.Instance));

        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => opening);

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings:Postgres", e.Message, StringComparison.Ordinal);
    }

    private static SaveUser Save(string name) => new(ActorRefs.Nobody, Alice, name, null, default);

    /// <summary>A clock on which a minute passes whenever somebody looks.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        private long _looks;

        public override long GetTimestamp() => TimestampFrequency * 60 * Interlocked.Increment(ref _looks);
    }
}
