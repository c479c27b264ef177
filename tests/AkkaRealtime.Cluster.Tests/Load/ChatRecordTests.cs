namespace AkkaRealtime.Cluster.Tests.Load;

/// <summary>The judge finds what it is there to find.</summary>
public sealed class ChatRecordTests
{
    private readonly ChatRecord _record = new();

    [Fact]
    public void Judge_ConfirmedAndStored_IsClean()
    {
        _record.Confirm("r", "a", "k", 3, "x");
        _record.Confirm("r", "a", "k", 3, "x");
        _record.Connection([("r", 3, "x"), ("r", 4, "y")]);
        Assert.Equal(new Verdict(1, 2, 0, 0, 0, 0), Judge(new(3, "x", "a", "k"), new(4, "y", "b", "k")));
    }

    [Fact]
    public void Judge_ConfirmedButNotStoredSo_IsLost()
    {
        _record.Confirm("r", "a", "k", 3, "x");
        _record.Confirm("r", "a", "l", 4, "y");
        Assert.Equal(2, Judge(new StoredMessage(3, "other", "a", "k")).Lost);
    }

    [Fact]
    public void Judge_DeliveredButNotStored_IsLost()
    {
        _record.Connection([("r", 3, "x")]);
        Assert.Equal(1, Judge().Lost);
    }

    [Fact]
    public void Judge_KeyTwice_IsDoubled()
    {
        Assert.Equal(1, Judge(new(3, "x", "a", "k"), new(4, "y", "a", "k")).Doubled);
        _record.Confirm("r", "a", "k", 3, "x");
        _record.Confirm("r", "a", "k", 4, "y");
        Assert.Equal(1, Judge(new StoredMessage(3, "x", "a", "k")).Doubled);
    }

    [Fact]
    public void Judge_MissingInTheLogOrOnAConnection_IsAHole()
    {
        Assert.Equal(1, Judge(new(3, "x", "a", "k"), new(5, "y", "a", "l")).Holes);
        _record.Connection([("r", 3, "x"), ("r", 5, "y")]);
        Assert.Equal(2, Judge(new(3, "x", "a", "k"), new(5, "y", "a", "l")).Holes);
    }

    [Fact]
    public void Judge_MissedAndToldSo_IsNoHole()
    {
        _record.Connection([("r", 3, "x"), ("r", 0, null), ("r", 5, "y")]);
        Assert.True(Judge(new(3, "x", "a", "k"), new(4, "z", "a", "m"), new(5, "y", "a", "l")).IsClean);
    }

    [Fact]
    public void Judge_EarlierAfterLater_IsOutOfOrder()
    {
        _record.Connection([("r", 4, "y"), ("r", 3, "x")]);
        Assert.Equal(1, Judge(new(3, "x", "a", "k"), new(4, "y", "a", "l")).OutOfOrder);
    }

    private Verdict Judge(params StoredMessage[] log) => _record.Judge(new Dictionary<string, IReadOnlyList<StoredMessage>> { ["r"] = log });
}
