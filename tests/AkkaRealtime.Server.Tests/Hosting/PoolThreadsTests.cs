namespace AkkaRealtime.Server.Tests.Hosting;

/// <summary>How many threads the pool has before it hesitates.</summary>
public sealed class PoolThreadsTests : IDisposable
{
    private readonly (int Workers, int Completions) _before = Least();

    [Theory]
    [InlineData(1, 4)]
    [InlineData(16, 16)]
    public void Even_one_core_has_threads_left_when_some_wait_for_the_disk(int had, int has)
    {
        ThreadPool.SetMinThreads(had, _before.Completions);
        PoolThreads.Provide();
        Assert.Equal(has, Least().Workers);
    }

    /// <inheritdoc/>
    public void Dispose() => ThreadPool.SetMinThreads(_before.Workers, _before.Completions);

    private static (int Workers, int Completions) Least()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        return (workers, completions);
    }
}
