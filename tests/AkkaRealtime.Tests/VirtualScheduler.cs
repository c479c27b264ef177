using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit;

namespace AkkaRealtime.Tests;

/// <summary>
/// Stands still as <see cref="TestScheduler"/> does, but what is due already is told at once, as a real scheduler does: an actor may come to set its timer
/// only after the time that it waits for has passed, and nothing would fire it.
/// </summary>
internal sealed class VirtualScheduler(Config config, ILoggingAdapter log) : TestScheduler(config, log), ITellScheduler
{
    void ITellScheduler.ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender)
    {
        if (delay > TimeSpan.Zero)
            ScheduleTellOnce(delay, receiver, message, sender);
        else
            receiver.Tell(message, sender);
    }

    void ITellScheduler.ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable)
    {
        if (delay > TimeSpan.Zero)
            ScheduleTellOnce(delay, receiver, message, sender, cancelable);
        else if (!cancelable.IsCancellationRequested)
            receiver.Tell(message, sender);
    }
}
