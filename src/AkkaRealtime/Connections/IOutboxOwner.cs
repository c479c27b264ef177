namespace AkkaRealtime.Connections;

/// <summary>What an <see cref="Outbox"/> tells its connection.</summary>
internal interface IOutboxOwner
{
    /// <summary>The node's monotonic clock, milliseconds.</summary>
    long NowMs { get; }

    /// <summary>Even a reply found no place: the connection is to be closed.</summary>
    void Overflowed();

    /// <summary>Nothing more will be written: the close frame is out, or writing failed.</summary>
    void WriterEnded();
}
