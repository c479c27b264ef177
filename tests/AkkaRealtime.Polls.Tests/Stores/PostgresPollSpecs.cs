using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.TestKit;
using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Polls.Tests.Stores;

/// <summary>Polls on PostgreSQL, where it is installed.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresPollSpecs(PostgresCluster cluster) : PollSpecs
{
    private string _database = "";

    protected override Type Engine => typeof(PostgresEngine);

    public override async Task InitializeAsync()
    {
        _database = cluster.NewDatabase();
        await base.InitializeAsync();
    }

    protected override Task<RealtimeTestNode> StartAsync() =>
        RealtimeTestNode.StartAsync(options: [("ConnectionStrings:Postgres", _database)], realtime: realtime => realtime.Domain<PollsDomain>());

    [SkippableFact]
    public async Task Should_know_polls_of_an_earlier_node()
    {
        var poll = await OpenVoteAndRestartAsync();
        Assert.Equal((1, "0,1"), (poll.GetProperty("mine").GetInt32(), string.Join(',', Votes(poll))));
    }
}
