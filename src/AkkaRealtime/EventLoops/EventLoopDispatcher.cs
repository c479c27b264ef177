using Akka.Actor.Setup;
using Akka.Dispatch;

namespace AkkaRealtime.EventLoops;

/// <summary>
/// The dispatcher of the actors on a message's way. It runs them in the loops that own the sockets, so that a message goes from its socket through
/// connection, router and owner without a change of threads. Where a system has no loops, or a spec sets none up, they run on the thread pool.
/// </summary>
/// <remarks><c>Props.WithDispatcher(EventLoopDispatcher.Id)</c>, for actors that never block.</remarks>
internal static class EventLoopDispatcher
{
    /// <summary>The dispatcher's path in the configuration.</summary>
    public const string Id = "akkarealtime.event-loops";

    /// <summary>What <see cref="Id"/> is, for Akka's configuration.</summary>
    public static string Config { get; } =
        $$"""{{Id}} { type = Dispatcher, throughput = 1000, executor = "{{typeof(EventLoopExecutorFactory).AssemblyQualifiedName}}" }""";
}

/// <summary>Hands a node's loops to its actor system.</summary>
internal sealed class EventLoopSetup(EventLoopGroup loops) : Setup
{
    /// <summary>The loops.</summary>
    public EventLoopGroup Loops => loops;
}

/// <summary>Akka makes one of these for <see cref="EventLoopDispatcher.Id"/>.</summary>
internal sealed class EventLoopExecutorFactory(Akka.Configuration.Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    /// <inheritdoc/>
    public override ExecutorService Produce(string id) =>
        EventLoopGroup.IsSupported && Prerequisites.Settings.Setup.Get<EventLoopSetup>() is { HasValue: true, Value: var setup }
            ? new LoopExecutor(id, setup.Loops)
            : new PoolExecutor(id);

    private sealed class LoopExecutor(string id, EventLoopGroup loops) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) => loops.Run(run);

        // The loops are the host's, and end after the actor system.
        public override void Shutdown()
        {
        }
    }

    private sealed class PoolExecutor(string id) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) => ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: true);

        public override void Shutdown()
        {
        }
    }
}
