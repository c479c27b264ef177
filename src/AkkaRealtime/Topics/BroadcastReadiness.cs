namespace AkkaRealtime.Topics;

/// <summary>Whether what other nodes broadcast reaches this one, and the other way round (<see cref="GreetingActor"/>). Once true, it stays: what later faults lose is repaired.</summary>
internal sealed class BroadcastReadiness
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it is so.</summary>
    public Task Reaches => _reached.Task;

    /// <summary>What keeps clients from being sent here, in a sentence; null where nothing does.</summary>
    public string? Unready => _reached.Task.IsCompleted ? null : "Broadcasts of the other nodes don't reach this one yet.";

    /// <summary>It is so.</summary>
    public void Reached() => _reached.TrySetResult();
}
