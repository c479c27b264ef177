namespace AkkaRealtime.Envelopes;

/// <summary>Somebody's answer that is waited for: it comes, or it is given up, whichever is first. Safe from any thread.</summary>
internal sealed class AwaitedReply
{
    private const int Waiting = 0;
    private const int Answered = 1;
    private const int GivenUp = 2;
    private int _state;

    /// <summary>Whether neither has happened.</summary>
    public bool Waits => Volatile.Read(ref _state) == Waiting;

    /// <summary>The answer is here. False where it was given up before, and counts no more.</summary>
    public bool TryAnswer() => Interlocked.CompareExchange(ref _state, Answered, Waiting) != GivenUp;

    /// <summary>Gives it up. False where it has come.</summary>
    public bool TryGiveUp() => Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting;
}
