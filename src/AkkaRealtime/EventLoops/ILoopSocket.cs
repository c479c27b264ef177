namespace AkkaRealtime.EventLoops;

/// <summary>A socket that an <see cref="EventLoop"/> watches. Called in its loop only.</summary>
internal interface ILoopSocket
{
    /// <summary>Something has happened to it.</summary>
    void OnEvents(PollEvents events);

    /// <summary>The loop ends: whoever reads or writes comes back.</summary>
    void Abort();
}
