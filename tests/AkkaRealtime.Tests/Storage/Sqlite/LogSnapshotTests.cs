using AkkaRealtime.Storage.Sqlite.Appending;

namespace AkkaRealtime.Tests.Storage.Sqlite;

/// <summary>What is read of the append log while it is written.</summary>
public sealed class LogSnapshotTests
{
    private static readonly Guid Store = new("0f8fad5b-d9cb-469f-a165-70867728950e");

    [Fact]
    public void After_ReturnsWhatTheTablesLack_InOrder_WhicheverFileItIsIn()
    {
        var log = new LogSnapshot();
        log.Add(File(4, 5));
        log.Add(File(1, 2, 3));
        Assert.Equal([3, 4, 5], Numbers(log.After(2, Store)));
        Assert.Equal([], Numbers(log.After(5, Store)));
    }

    [Fact]
    public void After_SeesAHole_OfACommitThatWasHalfWrittenWhenItWasRead_UntilItIsReadAgain()
    {
        var log = new LogSnapshot();
        var half = File(1, 2, 3);
        half.AsSpan(Frame(1, Store).Length + LogFrame.HeaderBytes, 8).Clear();
        log.Add(half);
        Assert.Null(log.After(0, Store));

        log.Add(File(1, 2, 3, 4));
        Assert.Equal([1, 2, 3, 4], Numbers(log.After(0, Store)));
    }

    [Fact]
    public void After_LeavesOutTheLastCommit_WhereItIsNotWhole()
    {
        var log = new LogSnapshot();
        log.Add([.. File(1)[..^64], .. Frame(2, Store)[..^8]]);
        Assert.Equal([1], Numbers(log.After(0, Store)));
    }

    [Fact]
    public void After_LeavesOutWhatAnEarlierUseOfTheFileLeft_AndOtherStores()
    {
        var log = new LogSnapshot();
        log.Add([.. File(8), .. File(2, 3), .. Frame(9, Guid.NewGuid())]);
        Assert.Equal([8], Numbers(log.After(7, Store)));
    }

    private static byte[] File(params long[] numbers) => [.. numbers.SelectMany(n => Frame(n, Store)), .. new byte[64]];

    private static byte[] Frame(long number, Guid store)
    {
        const int records = 30;
        var frame = new byte[LogFrame.BytesOf(records)];
        frame.AsSpan(LogFrame.HeaderBytes, records).Fill((byte)number);
        LogFrame.Seal(frame, records, number, store);
        return frame;
    }

    private static IEnumerable<long> Numbers(IReadOnlyList<ReadOnlyMemory<byte>>? frames) =>
        Assert.IsAssignableFrom<IReadOnlyList<ReadOnlyMemory<byte>>>(frames).Select(f => LogFrame.TryRead(f.Span, 0, out var frame) ? frame.Number : -1);
}
