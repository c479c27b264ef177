namespace AkkaRealtime.Connections;

/// <summary>What may wait in an <see cref="Outbox"/>; the same for all connections of a node.</summary>
/// <remarks>
/// Volatile frames may fill half of it and durable ones all of it. What is meant for one connection alone (replies, invitations) was mostly
/// asked for, and the largest answer (<c>chat.sync</c> of many rooms) comes as many pages at once: it may fill twice the items and eight times the bytes.
/// Counted is what waited before: an item that is larger than the limit still goes out to whoever has nothing waiting.
/// </remarks>
internal sealed class OutboxLimits
{
    private const int ReplyItems = 2;
    private const int ReplyBytes = 8;
    private const int Controls = 16;
    private const int SlowestBytesPerMs = 4;
    private readonly int _stallMs;

    public OutboxLimits(ConnectionOptions options)
    {
        Durable = new(options.OutboxItems, options.OutboxBytes);
        Volatile = new(options.OutboxItems / 2, options.OutboxBytes / 2);
        Quiet = new(options.OutboxItems / 4, options.OutboxBytes / 4);
        Own = new(options.OutboxItems * ReplyItems, (long)options.OutboxBytes * ReplyBytes);
        Capacity = Own.Items + Controls;
        _stallMs = options.StallTimeoutMs;
    }

    /// <summary>For events of a room's log.</summary>
    public Limit Durable { get; }

    /// <summary>For what may be dropped, and for pings and pongs.</summary>
    public Limit Volatile { get; }

    /// <summary>At or below it, a connection that lagged has caught up.</summary>
    public Limit Quiet { get; }

    /// <summary>For what is meant for this connection alone.</summary>
    public Limit Own { get; }

    /// <summary>Of the channel: more than any limit lets in.</summary>
    public int Capacity { get; }

    /// <summary>How long a write of so many bytes may take, milliseconds.</summary>
    public long WriteMs(int bytes) => _stallMs == 0 ? long.MaxValue : _stallMs + (bytes / SlowestBytesPerMs);

    /// <summary>Items and bytes.</summary>
    internal readonly record struct Limit(int Items, long Bytes)
    {
        /// <summary>Whether there is place for another one behind what waits.</summary>
        public bool HasPlace(Load waiting) => waiting.Items < Items && waiting.Bytes < Bytes;
    }

    /// <summary>Items and bytes in one word, so that they are counted in one step.</summary>
    internal readonly record struct Load(long Word)
    {
        private const int Shift = 40;

        public int Items => (int)(Word >> Shift);

        public long Bytes => Word & ((1L << Shift) - 1);

        /// <summary>To be added when it is queued, and subtracted when it is out.</summary>
        public static long Of(int items, long bytes) => ((long)items << Shift) + bytes;
    }
}
