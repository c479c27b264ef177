namespace AkkaRealtime.Server.Tests.Support;

/// <summary>
/// Waiting for what another process does behind its answers (it erases, it sweeps a folder, it loads rooms): it tells nobody when it is done, so it is looked
/// at again and again, for a bounded time. The only place of these tests in which time passes by itself; where there is an event (an envelope, a log line, the
/// end of a connection), wait for that instead.
/// </summary>
public static class AnotherProcess
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>The first answer that fits.</summary>
    /// <exception cref="TimeoutException">None did in time.</exception>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> fits, TimeSpan? every = null)
    {
        using var pace = new PeriodicTimer(every ?? Every);
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (fits(answer))
                return answer;
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"After {Patience.TotalSeconds} s the answer still is: {answer}");
            await pace.WaitForNextTickAsync();
        }
    }

    /// <summary>Until something holds that can be looked at from here, as what is in a folder.</summary>
    /// <exception cref="TimeoutException">It did not in time.</exception>
    public static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()), holds => holds);

    /// <summary>As long as the server said by <c>retryAfterMs</c>, as a client waits before it tries again; less where <paramref name="over"/> ends it.</summary>
    public static async Task PauseAsync(long retryAfterMs, CancellationToken over)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Max(1, retryAfterMs)));
        try
        {
            await pace.WaitForNextTickAsync(over);
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }
}
