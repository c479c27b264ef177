using AkkaRealtime.Server.Tests.Support.History;

namespace AkkaRealtime.Cluster.Tests.Load;

/// <summary>The checker finds what it is there to find, and nothing else.</summary>
public sealed class ChatHistoryTests
{
    private static readonly StoredMessage Third = new(3, "x", "a", "k");
    private static readonly StoredMessage Fourth = new(4, "y", "b", "l");
    private readonly ChatHistory _history = new();

    [Fact]
    public void Judge_ConfirmedDeliveredReadAndStored_IsClean()
    {
        Say(Third);
        _history.Confirm("r", "a", "k", 3, "x", duplicate: true);
        Say(Fourth);
        _history.EndRead(_history.BeginRead(), "r", 2, [3, 4]);
        _history.Connection([("r", Third), ("r", Fourth)]);
        Assert.Equal(new Verdict(2, 2, 0, 0, 0, 0, 0, 0), Judge(Third, Fourth));
    }

    [Fact]
    public void Judge_NotConfirmedButStored_IsClean()
    {
        _history.Begin("r", "a", "k");
        Assert.True(Judge(Third).IsClean);
    }

    [Fact]
    public void Judge_ConfirmedButNotStoredSo_IsLost()
    {
        Say(Third);
        Say(Fourth);
        Assert.Equal(2, Judge(Third with { Id = "other" }, Fourth with { Key = "other" }).Lost);
    }

    [Fact]
    public void Judge_DeliveredButNotStoredSo_IsLost()
    {
        _history.Connection([("r", Third)]);
        _history.Connection([("r", Third), ("r", Fourth)]);
        Assert.Equal(1, Judge(Third, Fourth with { User = "c" }).Lost);
    }

    [Fact]
    public void Judge_AKeyTwice_IsDoubled() => Assert.Equal(1, Judge(Third, Fourth with { User = "a", Key = "k" }).Doubled);

    [Fact]
    public void Judge_AKeyConfirmedInTwoWays_IsDoubled()
    {
        Say(Third);
        _history.Confirm("r", "a", "k", 4, "x", duplicate: true);
        Assert.Equal(1, Judge(Third).Doubled);
    }

    [Fact]
    public void Judge_AKeyConfirmedAsNewTwice_IsDoubled()
    {
        Say(Third);
        _history.Confirm("r", "a", "k", 3, "x", duplicate: false);
        Assert.Equal(1, Judge(Third).Doubled);
    }

    [Fact]
    public void Judge_MissingInTheLogOrOnAConnection_IsAHole()
    {
        var fifth = Fourth with { Seq = 5 };
        Assert.Equal(1, Judge(Third, fifth).Holes);
        _history.Connection([("r", Third), ("r", fifth)]);
        Assert.Equal(2, Judge(Third, fifth).Holes);
    }

    [Fact]
    public void Judge_MissedAndToldSo_IsNoHole()
    {
        var fifth = new StoredMessage(5, "z", "c", "m");
        _history.Connection([("r", Third), ("r", null), ("r", fifth)]);
        Assert.True(Judge(Third, Fourth, fifth).IsClean);
    }

    [Fact]
    public void Judge_EarlierAfterLaterOnAConnection_IsOutOfOrder()
    {
        _history.Connection([("r", Fourth), ("r", Third)]);
        Assert.Equal(1, Judge(Third, Fourth).OutOfOrder);
    }

    [Fact]
    public void Judge_StoredBeforeWhatWasConfirmedBeforeItBegan_IsOutOfOrder()
    {
        Say(Fourth);
        Say(Third);
        Assert.Equal(1, Judge(Third, Fourth).OutOfOrder);
    }

    [Fact]
    public void Judge_AtTheSameTime_MayBeStoredEitherWay()
    {
        _history.Begin("r", "a", "k");
        _history.Begin("r", "b", "l");
        Say(Fourth);
        Say(Third);
        Assert.True(Judge(Third, Fourth).IsClean);
    }

    [Fact]
    public void Judge_ConfirmedBeforeAReadAndNotInIt_IsStale()
    {
        Say(Third);
        var early = _history.BeginRead();
        Say(Fourth);
        _history.EndRead(early, "r", 2, [3]);
        Assert.True(Judge(Third, Fourth).IsClean);
        _history.EndRead(_history.BeginRead(), "r", 2, [3]);
        _history.EndRead(_history.BeginRead(), "r", 4, []);
        Assert.Equal(1, Judge(Third, Fourth).Stale);
    }

    [Fact]
    public void Judge_ASyncThatIsNotTheHistory_IsUnlike()
    {
        var log = Log(Third, Fourth);
        Assert.True(_history.Judge(log, Log(Fourth)).IsClean);
        Assert.Equal(1, _history.Judge(log, Log(Third)).Unlike);
        Assert.Equal(1, _history.Judge(log, Log()).Unlike);
        Assert.Equal(1, _history.Judge(log, Log(Third, Fourth with { Id = "other" })).Unlike);
    }

    private static Dictionary<string, IReadOnlyList<StoredMessage>> Log(params StoredMessage[] log) => new() { ["r"] = log };

    private void Say(StoredMessage message)
    {
        _history.Begin("r", message.User, message.Key);
        _history.Confirm("r", message.User, message.Key, message.Seq, message.Id, duplicate: false);
    }

    private Verdict Judge(params StoredMessage[] log) => _history.Judge(Log(log));
}
