using AkkaRealtime.Storage.Sqlite;
using AkkaRealtime.TestKit;

namespace AkkaRealtime.Polls.Tests.Stores;

/// <summary>Polls on SQLite.</summary>
public sealed class SqlitePollSpecs : PollSpecs
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("akkarealtime-polls-");

    protected override Type Engine => typeof(SqliteEngine);

    protected override Task<RealtimeTestNode> StartAsync() =>
        RealtimeTestNode.StartAsync(options: [("DataDirectory", _data.FullName)], realtime: realtime => realtime.Domain<PollsDomain>());

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [SkippableFact]
    public async Task Should_know_polls_of_an_earlier_node()
    {
        var poll = await OpenVoteAndRestartAsync();
        Assert.Equal((1, "0,1"), (poll.GetProperty("mine").GetInt32(), string.Join(',', Votes(poll))));
    }
}
