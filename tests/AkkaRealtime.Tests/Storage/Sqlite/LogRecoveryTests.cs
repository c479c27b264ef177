using AkkaRealtime.Storage.Sqlite.Appending;

namespace AkkaRealtime.Tests.Storage.Sqlite;

/// <summary>The append log's two files alone: what is found in them again, whatever a crash or a disk has done to them.</summary>
public sealed class LogRecoveryTests : IDisposable
{
    private static readonly Guid Store = Guid.NewGuid();
    private readonly string _directory = Directory.CreateTempSubdirectory("akkarealtime-log-").FullName;

    [Fact]
    public void Read_WholeFrames_FindsThoseThatAreNotStoredInTheirOrder()
    {
        Write(0, 11, 12);
        Write(1, 13);

        Assert.Equal([11, 12, 13], Read(10));
        Assert.Equal([13], Read(12));
        Assert.Empty(Read(13));
    }

    [Fact]
    public void Read_AFileThatWasUsedAgain_TakesNothingOfItsFormerUse()
    {
        Write(0, 1, 2, 3, 4);
        Write(1, 5, 6);
        Write(0, 7);

        Assert.Equal([7], Read(6));
    }

    [Fact]
    public void Read_ATailThatIsTornAtAnyByte_FindsEverythingBeforeIt()
    {
        Write(0, 1, 2, 3);
        var whole = File.ReadAllBytes(PathOf(0));
        var (last, end) = (EndOf(whole, 2), EndOf(whole, 3));
        for (var cut = last; cut < end; cut++)
        {
            // As after a power cut: the place was there before, with zeros or with what stood there.
            var torn = whole.ToArray();
            torn.AsSpan(cut..end).Clear();
            File.WriteAllBytes(PathOf(0), torn);
            Assert.Equal(whole.AsSpan(cut..end).ContainsAnyExcept((byte)0) ? [1, 2] : [1, 2, 3], Read(0));

            torn.AsSpan(cut..end).Fill(0xA5);
            File.WriteAllBytes(PathOf(0), torn);
            Assert.Equal([1, 2], Read(0));

            File.WriteAllBytes(PathOf(0), whole[..cut]);
            Assert.Equal([1, 2], Read(0));
        }
    }

    [Fact]
    public void Read_AnyByteOfAConfirmedFrameDamaged_SaysSo()
    {
        Write(0, 1, 2);
        Write(1, 3);
        var whole = File.ReadAllBytes(PathOf(0));
        for (var at = 0; at < EndOf(whole, 2); at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0x40;
            File.WriteAllBytes(PathOf(0), damaged);

            var e = Assert.Throws<InvalidOperationException>(() => Read(0));
            Assert.Contains(_directory, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_ADamagedFrameThatIsStored_IsNoMatter()
    {
        Write(0, 1, 2);
        Write(1, 3);
        var bytes = File.ReadAllBytes(PathOf(0));
        bytes[50] ^= 1;
        File.WriteAllBytes(PathOf(0), bytes);

        Assert.Equal([3], Read(2));
    }

    [Fact]
    public void Read_AnotherStoresFiles_SaysSo()
    {
        Write(0, 1);

        var e = Assert.Throws<InvalidOperationException>(() => Read(0, Guid.NewGuid()));
        Assert.Contains("another database", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnOlderDatabase_SaysSo()
    {
        Write(0, 11);

        var e = Assert.Throws<InvalidOperationException>(() => Read(9));
        Assert.Contains("older", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AFrameWrittenOverOneThatFailed_IsFound()
    {
        using (var file = AppendLogFile.Open(PathOf(0)))
        {
            file.Append(Frame(1, 4));
            file.Append(Frame(2, 900));
            file.Rewind();
            file.Append(Frame(1, 4));
            file.Append(Frame(2, 3));
        }

        Assert.Equal([1, 2], Read(0));
    }

    [Fact]
    public void Open_WhereNoFileCanBe_SaysWhatToDo()
    {
        Directory.CreateDirectory(PathOf(0));

        var e = Assert.Throws<InvalidOperationException>(() => AppendLogFile.Open(PathOf(0)));

        Assert.Contains(PathOf(0), e.Message, StringComparison.Ordinal);
        Assert.Contains("AkkaRealtime:DataDirectory", e.Message, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string PathOf(int file) => Path.Combine(_directory, $"realtime-{file}.log");

    // The records of a frame are its number, so often that frames differ in length.
    private static byte[] Frame(long number, int length)
    {
        var frame = new byte[LogFrame.BytesOf(length)];
        frame.AsSpan(LogFrame.HeaderBytes, length).Fill((byte)number);
        LogFrame.Seal(frame, length, number, Store);
        return frame;
    }

    private void Write(int file, params long[] numbers)
    {
        using var log = AppendLogFile.Open(PathOf(file));
        foreach (var number in numbers)
            log.Append(Frame(number, 3 + (int)(number % 5)));
    }

    private List<long> Read(long stored, Guid? store = null)
    {
        using var first = AppendLogFile.Open(PathOf(0));
        using var second = AppendLogFile.Open(PathOf(1));
        var (frames, last) = LogRecovery.Read([first, second], store ?? Store, stored);
        Assert.Equal(stored + frames.Count, last);
        Assert.All(frames, f => Assert.False(f.Span.ContainsAnyExcept(f.Span[0])));
        return [.. frames.Select(f => (long)f.Span[0])];
    }

    private static int EndOf(byte[] file, int frames)
    {
        var end = 0;
        for (var i = 0; i < frames; i++)
        {
            Assert.True(LogFrame.TryRead(file, end, out var frame));
            end = frame.End;
        }

        return end;
    }
}
