using Akka.Actor;
using AkkaRealtime.Clustering.Membership;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>A node stands still in the middle of a transaction: the others wait for its locks no longer than it takes to find that out.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresStillTests(PostgresCluster cluster)
{
    /// <summary>A command that waits longer than this fails.</summary>
    private const string Patience = ";Command Timeout=6;Timeout=5;Cancellation Timeout=100";
    private static readonly UserId Alice = new("alice");
    private static readonly NodeRun Here = new("here:1", 1);
    private static readonly NodeRun There = new("there:1", 2);

    [SkippableFact]
    public async Task BatchesAndDecisions_OfANodeThatStandsStill_HoldUpNobodyForLong()
    {
        var database = cluster.NewDatabase() + Patience;
        using var store = TestStore.Postgres(database);
        var nodes = ((PostgresEngine)store.Engine).Nodes;
        await nodes.EnterAsync(Here, new NodeTraits("m", 100), CancellationToken.None);
        Assert.IsType<Saved>(Assert.Single(store.Writer.Commit([Save("before", new StateTag(0, 1))])));

        using var batch = new StillNode(cluster.Server.Port, "tag FROM");
        using var decision = new StillNode(cluster.Server.Port, "pg_advisory_xact_lock");
        using var writing = TestStore.Postgres(Through(database, batch));
        using var deciding = NpgsqlDataSource.Create(Through(database, decision));
        var late = Task.Run(() => writing.Writer.Commit([Save("late", new StateTag(1, 2))]));
        var decided = new PostgresNodeTable(deciding, "store").TryRemoveAsync(There, [Here], CancellationToken.None);
        try
        {
            await Task.WhenAll(batch.Still, decision.Still).WaitAsync(Patient.Wait);

            var removed = nodes.TryRemoveAsync(Here, [There], CancellationToken.None);
            Assert.IsType<Saved>(Assert.Single(store.Writer.Commit([Save("after", new StateTag(1, 3))])));
            Assert.True(await removed);
            Assert.Equal("after", (await store.Users.LoadUserAsync(Alice, CancellationToken.None))!.Name);
        }
        finally
        {
            // Both have to be through before the stores that they are in are closed, which may wait for ever for a command of another thread.
            batch.Dispose();
            decision.Dispose();
            await Task.WhenAll(late, decided).WaitAsync(Patient.Wait).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Assert.True(late.IsCompleted && decided.IsCompleted);
    }

    private static SaveUser Save(string name, StateTag tag) => new(ActorRefs.Nobody, Alice, name, null, default) { Tag = tag };

    private static string Through(string database, StillNode way) => new NpgsqlConnectionStringBuilder(database) { Port = way.Port, SslMode = SslMode.Disable }.ToString();
}
