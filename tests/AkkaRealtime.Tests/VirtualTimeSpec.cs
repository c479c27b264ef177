using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaRealtime.Clustering;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests;

/// <summary>
/// An actor system without a cluster whose time stands still until <see cref="Advance"/>: timers of actors and <see cref="Time"/> move together.
/// Shard regions, the mediator and the journal are probes.
/// </summary>
public abstract class VirtualTimeSpec : TestKit
{
    protected VirtualTimeSpec(ITestOutputHelper output)
        : base(Settings(), ClusterSetup.SystemName, output)
    {
    }

    /// <summary>The clock to inject.</summary>
    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Moves the clock, then fires the timers that are due. Messages sent before may still be in a mailbox: wait for their effect first.</summary>
    protected void Advance(TimeSpan by)
    {
        Time.Advance(by);
        ((TestScheduler)Sys.Scheduler).Advance(by);
    }

    private static ActorSystemSetup Settings() => ActorSystemSetup.Create(
        BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString($"""
            akka.scheduler.implementation = "{typeof(VirtualScheduler).AssemblyQualifiedName}"
            {LeanActor.Config}
            """).WithFallback(Patient.Config)));
}
