using AkkaRealtime.Connections;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;
using AkkaRealtime.Topics;
using CsCheck;

namespace AkkaRealtime.Tests.Connections;

public sealed class OutboxTests : IDisposable
{
    private static readonly RoomId RoomA = new("a");
    private static readonly RoomId RoomB = new("b");

    private readonly MemorySocket _socket = new();
    private readonly Owner _owner = new();
    private readonly TestMeters _meters = new();
    private readonly RealtimeMetrics _metrics;

    public OutboxTests() => _metrics = new(_meters);

    [Fact]
    public async Task Deliver_OneThing_IsWrittenWithoutACopy()
    {
        var outbox = Make();
        var frames = Shared("one", RoomA);
        outbox.Deliver(frames);
        await _socket.NextAsync("one");
        Assert.Equal(frames.Bytes, _socket.Writes[0]);
    }

    [Fact]
    public async Task Deliver_WhileAWriteIsUnderWay_IsGatheredIntoOneWrite()
    {
        var outbox = Make();
        await StallAsync(outbox);
        for (var i = 0; i < 20; i++)
            outbox.Deliver(Shared("shared" + i, RoomA));
        outbox.Write(Envelope("reply"));
        _socket.Resume();
        await _socket.NextAsync("first");
        for (var i = 0; i < 20; i++)
            await _socket.NextAsync("shared" + i);
        await _socket.NextAsync("reply");
        Assert.Equal(2, _socket.Writes.Count);
    }

    [Fact]
    public async Task Deliver_MoreThanOneWriteHolds_TakesSeveral()
    {
        var outbox = Make();
        await StallAsync(outbox);
        for (var i = 0; i < 5; i++)
            outbox.Deliver(new SharedFrames(Frames.Text(new EncodedEnvelope(new byte[30_000])), 1, Topic.Of(RoomA)));
        outbox.Write(new EncodedEnvelope(new byte[100_000]));
        _socket.Resume();
        await _socket.NextAsync("first");
        for (var i = 0; i < 5; i++)
            Assert.Equal("text:".Length + 30_000, (await _socket.NextFrameAsync()).Length);
        Assert.Equal("text:".Length + 100_000, (await _socket.NextFrameAsync()).Length);
        Assert.All(_socket.Writes, w => Assert.InRange(w.Length, 1, 100_000));
    }

    [Fact]
    public async Task Deliver_VolatileOverHalf_IsDroppedAndCounted()
    {
        var outbox = Make(items: 16);
        await StallAsync(outbox);
        for (var i = 0; i < 10; i++)
            outbox.Deliver(Shared("volatile" + i, room: null));
        outbox.Deliver(Shared("durable", RoomA));
        _socket.Resume();
        await _socket.NextAsync("first");
        for (var i = 0; i < 7; i++)
            await _socket.NextAsync("volatile" + i);
        await _socket.NextAsync("durable");
        Assert.Equal(3, _meters["akkarealtime.drops:volatile"]);
    }

    [Fact]
    public async Task Deliver_DurableOverTheLimit_SkipsTheRoomUntilItIsTold()
    {
        var outbox = Make(items: 16);
        await StallAsync(outbox);
        for (var i = 1; i <= 20; i++)
            outbox.Deliver(Shared("a" + i, RoomA));
        outbox.Deliver(Shared("b1", RoomB));
        Assert.NotNull(outbox.LaggingSinceMs);
        _socket.Resume();
        await _socket.NextAsync("first");
        for (var i = 1; i <= 15; i++)
            await _socket.NextAsync("a" + i);
        var lagging = await _socket.NextAsync("session.lagging");
        Assert.Equal("""["a","b"]""", lagging.GetProperty("rooms").GetRawText());
        outbox.Deliver(Shared("a21", RoomA));
        await _socket.NextAsync("a21");
        Assert.Null(outbox.LaggingSinceMs);
        Assert.Equal(6, _meters["akkarealtime.drops:lagging"]);
    }

    [Fact]
    public async Task Deliver_KeptEventsOfATopicOverTheLimit_AreNamedWhenTheyWereSkipped()
    {
        var outbox = Make(items: 16);
        await StallAsync(outbox);
        var prices = new Topic(new TopicKind(2), "prices");
        ReadOnlySpan<Publication> kept = [new Publication(prices, 0, Envelope("topic.message")) { IsKept = true }];
        var frames = SharedFrameRun.Take(ref kept, deflates: false, out _);
        for (var i = 1; i <= 20; i++)
            outbox.Deliver(frames);
        outbox.Deliver(Shared("b1", RoomB));
        _socket.Resume();
        await _socket.NextAsync("first");
        for (var i = 1; i <= 15; i++)
            await _socket.NextAsync("topic.message");
        Assert.Equal("""{"rooms":["b"],"topics":["prices"]}""", (await _socket.NextAsync("session.lagging")).GetRawText());
    }

    [Fact]
    public async Task Deliver_BytesOverTheLimit_LagsAsWell()
    {
        var outbox = Make(bytes: 65_536);
        await StallAsync(outbox);
        for (var i = 1; i <= 3; i++)
            outbox.Deliver(new SharedFrames(Frames.Text(new EncodedEnvelope(new byte[40_000])), 1, Topic.Of(RoomA)));
        Assert.NotNull(outbox.LaggingSinceMs);
    }

    [Fact]
    public async Task Write_NoPlaceEvenForReplies_IsToldToTheOwner()
    {
        var outbox = Make(items: 16);
        await StallAsync(outbox);
        var written = 0;
        while (outbox.Write(Envelope("reply")))
            written++;
        Assert.Equal((31, true), (written, _owner.HasOverflowed));
    }

    [Fact]
    public async Task Write_ReplyLargerThanTheLimit_GoesOutToWhoHasNothingWaiting()
    {
        var outbox = Make(bytes: 65_536);
        Assert.True(outbox.Write(new EncodedEnvelope(new byte[1_000_000])));
        Assert.Equal("text:".Length + 1_000_000, (await _socket.NextFrameAsync()).Length);
    }

    [Fact]
    public async Task Close_Ordered_ComesBehindWhatWaits()
    {
        var outbox = Make();
        await StallAsync(outbox);
        outbox.Write(Envelope("last"));
        outbox.Close(Frames.Close(1001, ""), discard: false);
        Assert.False(outbox.Write(Envelope("late")));
        outbox.Deliver(Shared("late", RoomA));
        _socket.Resume();
        await _socket.NextAsync("first");
        await _socket.NextAsync("last");
        Assert.Equal(1001, await _socket.NextCloseAsync());
        await _owner.Ended;
    }

    [Fact]
    public async Task Close_Discarding_ComesAtOnce()
    {
        var outbox = Make();
        await StallAsync(outbox);
        outbox.Write(Envelope("unread"));
        outbox.Close(Frames.Close(4001, ""), discard: true);
        _socket.Resume();
        await _socket.NextAsync("first");
        Assert.Equal(4001, await _socket.NextCloseAsync());
    }

    [Fact]
    public async Task Write_SocketBroken_EndsTheWriter()
    {
        _socket.Broken = true;
        var outbox = Make();
        outbox.Write(Envelope("one"));
        await _owner.Ended;
        Assert.True(_socket.IsAborted);
        Assert.False(outbox.Write(Envelope("two")));
    }

    [Fact]
    public async Task Deliver_HotPath_AllocatesNothing()
    {
        var outbox = Make(items: 4_096);
        await StallAsync(outbox);
        var frames = Shared("x", RoomA);

        // The channel's ring grows while it is filled for the first time.
        for (var i = 0; i < 2_100; i++)
            outbox.Deliver(frames);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            outbox.Deliver(frames);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Whatever is delivered, and however slowly it is read: what arrives of a room has no hole that session.lagging did not name before.
    [Fact]
    public async Task Deliver_AnyLoadOnASlowConnection_LeavesNoSilentHole() =>
        await Gen.Select(Gen.Int[0, 9], Gen.Int[0, 2]).Array[1, 300].SampleAsync(
            async steps =>
            {
                var socket = new MemorySocket();
                var outbox = new Outbox(socket, new OutboxLimits(new ConnectionOptions { OutboxItems = 16 }), _metrics, new Owner());
                var sent = new long[3];
                foreach (var (what, room) in steps)
                {
                    if (what == 0)
                        socket.Stall();
                    else if (what == 1)
                        socket.Resume();
                    else
                        outbox.Deliver(Shared($"{room}.{++sent[room]}", new RoomId($"{room}")));
                }

                socket.Resume();
                outbox.Write(Envelope("end"));
                var seen = new long[3];
                var told = new HashSet<int>();
                for (var frame = ""; !frame.Contains("\"end\"", StringComparison.Ordinal); frame = await socket.NextFrameAsync())
                {
                    if (frame.Contains("session.lagging", StringComparison.Ordinal))
                        told.UnionWith(Enumerable.Range(0, 3).Where(r => frame.Contains($"\"{r}\"", StringComparison.Ordinal)));
                    else if (frame.Length > 0)
                        See(frame.Split('"')[3].Split('.'), seen, told);
                }
            },
            iter: 300,
            threads: 1);

    private static void See(string[] message, long[] seen, HashSet<int> told)
    {
        var room = int.Parse(message[0], System.Globalization.CultureInfo.InvariantCulture);
        var seq = long.Parse(message[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(seq == seen[room] + 1 || (seq > seen[room] && told.Contains(room)), $"room {room}: {seq} after {seen[room]}");
        seen[room] = seq;
        told.Remove(room);
    }

    private Outbox Make(int items = 1_024, int bytes = 1_048_576) =>
        new(_socket, new OutboxLimits(new ConnectionOptions { OutboxItems = items, OutboxBytes = bytes }), _metrics, _owner);

    // A write that doesn't come back: all that follows waits. It counts as one item that waits.
    private async Task StallAsync(Outbox outbox)
    {
        _socket.Stall();
        outbox.Write(Envelope("first"));
        await _socket.WritingAsync();
    }

    private static EncodedEnvelope Envelope(string type) => new(System.Text.Encoding.UTF8.GetBytes($$$"""{"type":"{{{type}}}","data":{}}"""));

    private static SharedFrames Shared(string type, RoomId? room) => new(Frames.Text(Envelope(type)), 1, room is { } of ? Topic.Of(of) : null);

    public void Dispose()
    {
        _metrics.Dispose();
        _meters.Dispose();
    }

    private sealed class Owner : IOutboxOwner
    {
        private readonly TaskCompletionSource _ended = new();

        public long NowMs => 5;

        public bool HasOverflowed { get; private set; }

        public Task Ended => _ended.Task.WaitAsync(Patient.Wait);

        public void Overflowed() => HasOverflowed = true;

        public void WriterEnded() => _ended.TrySetResult();
    }
}
