using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Simulation;

/// <summary>What happens when: actions by virtual time, and of one time in the order in which they were put in. Actors' timers fire on the way. One thread.</summary>
internal sealed class SimTime(FakeTimeProvider time, TestScheduler scheduler)
{
    private readonly PriorityQueue<Action, (long At, long Number)> _actions = new();
    private long _number;
    private long _now;

    /// <summary>Milliseconds since the seed began.</summary>
    public long NowMs => _now;

    /// <summary>Does something so many milliseconds from now.</summary>
    public void After(double ms, Action action) => _actions.Enqueue(action, (_now + (long)Math.Max(0, ms), ++_number));

    /// <summary>Does whatever is due until then. In steps: a timer that is due fires near its time, and what it brings about comes before what is later.</summary>
    public void RunUntil(long ms)
    {
        const int Step = 100;
        while (_now < ms)
        {
            var next = Math.Min(ms, _now + Step);
            if (_actions.TryPeek(out _, out var due))
                next = Math.Min(next, due.At);
            Advance(next - _now);
            while (_actions.TryPeek(out var action, out due) && due.At <= _now)
            {
                _actions.Dequeue();
                action();
            }
        }
    }

    private void Advance(long ms)
    {
        if (ms <= 0)
            return;
        _now += ms;
        time.Advance(TimeSpan.FromMilliseconds(ms));
        scheduler.Advance(TimeSpan.FromMilliseconds(ms));
    }
}
