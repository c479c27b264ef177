namespace AkkaRealtime.Storage.Sqlite;

/// <summary>The key of the log: the room's short number and the <c>seq</c> in one integer, so that a room's events lie together.</summary>
internal static class LogPosition
{
    /// <summary>The largest <c>seq</c> that fits: 4 billion events in one room.</summary>
    public const long MaxSeq = 0xFFFF_FFFF;

    /// <summary>The key of an event.</summary>
    public static long Of(long room, long seq) => (room << 32) | Math.Clamp(seq, 0, MaxSeq);

    /// <summary>The room's number in a key.</summary>
    public static long Room(long pos) => pos >> 32;

    /// <summary>The <c>seq</c> in a key.</summary>
    public static long Seq(long pos) => pos & MaxSeq;
}
