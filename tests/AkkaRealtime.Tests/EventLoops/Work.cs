using AkkaRealtime.EventLoops;

namespace AkkaRealtime.Tests.EventLoops;

/// <summary>Something that runs in a loop.</summary>
internal sealed class Work(Action action) : IThreadPoolWorkItem
{
    public void Execute() => action();

    /// <summary>Reads something in the loop; done when what the loop had to do before is done, too.</summary>
    public static Task<T> InLoopAsync<T>(EventLoop loop, Func<T> read)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(new Work(() => result.SetResult(read())));
        return result.Task.WaitAsync(Patient.Wait);
    }
}
