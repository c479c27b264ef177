namespace AkkaRealtime.Server;

/// <summary>
/// Threads for the pool. It begins with one for each core, and makes another only half a second after all of them are busy. Some of what runs there waits for the disk (a flush of an upload, a commit of
/// its row): on one core, one such wait would keep everybody who signs in waiting.
/// </summary>
internal static class PoolThreads
{
    private const int Least = 4;

    /// <summary>At least four. On machines with more cores, and where somebody has set more, nothing changes.</summary>
    public static void Provide()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        if (workers < Least)
            ThreadPool.SetMinThreads(Least, completions);
    }
}
