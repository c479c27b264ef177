namespace AkkaRealtime.Connections;

/// <summary>
/// The two byte streams of one accepted socket, however it was upgraded. One read and one write at a time; an end or a fault shows as
/// an exception, or as a read of nothing.
/// </summary>
internal interface ITransport
{
    /// <summary>
    /// Reads what is there, at least one byte; 0 at the end. With an empty <paramref name="buffer"/> it waits until there is something to read
    /// (or the end) and takes nothing: an idle socket needs no buffer.
    /// </summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer);

    /// <summary>Writes all of <paramref name="bytes"/>. Returns when the memory may be used again; waits while the client doesn't read.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Runs the writer: on the thread pool, unless the transport has a thread of its own for it.</summary>
    void Run(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);

    /// <summary>Whether the client can be told the end of the stream while what it sends is still read.</summary>
    bool HasHalfClose => false;

    /// <summary>
    /// Nothing more is written. Where there is a half-close, the client is told the end of the stream, and what it still sends can be read; where there is none, it is told with
    /// the end of all. Safe from any thread.
    /// </summary>
    void EndWriting()
    {
    }

    /// <summary>Ends it at once: what reads or writes comes back. In good order behind <see cref="EndWriting"/>. Safe from any thread.</summary>
    void Abort();

    /// <summary>Nobody reads or writes any more: whoever upgraded the socket may let go of it.</summary>
    void Complete();
}
