using System.Net;
using System.Net.Sockets;
using Akka.Cluster;
using Akka.TestKit.TestActors;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Clustering;

public sealed class NodeWatcherSpecs(ITestOutputHelper output) : NodeSpec(output)
{
    /// <summary>Akka's own watcher takes more than ten.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task Should_tell_whoever_begins_to_watch_an_actor_of_a_node_that_was_removed()
    {
        var other = await StartAnotherAsync("akka.coordinated-shutdown.run-by-actor-system-terminate = off");
        var address = Cluster.Get(other).SelfAddress;
        other.ActorOf(EchoActor.Props(this), "there");
        var there = await Sys.ActorSelection($"{address}/user/there").ResolveOne(Patient.Wait);
        await WatchAsync(there);
        await other.Terminate();

        // As of a machine that stands still: connections come about, and nobody ever says anything on them.
        using var silent = new TcpListener(IPAddress.Loopback, address.Port!.Value);
        silent.Start();
        Cluster.Down(address);
        await ExpectTerminatedAsync(there, Patient.Wait);
        await WatchAsync(there);
        await ExpectTerminatedAsync(there, Soon);
    }

    [Fact]
    public async Task Should_not_take_a_node_that_starts_again_at_the_same_address_for_the_one_that_was_removed()
    {
        var first = await StartAnotherAsync();
        var address = Cluster.Get(first).SelfAddress;
        await this.EventuallyAsync(() => Assert.Equal(2, Cluster.State.Members.Count));
        await first.Terminate();
        await this.EventuallyAsync(() => Assert.Single(Cluster.State.Members));
        var again = await StartAnotherAsync($"akka.remote.dot-netty.tcp.port = {address.Port}");
        again.ActorOf(EchoActor.Props(this), "there");
        var there = await Sys.ActorSelection($"{address}/user/there").ResolveOne(Patient.Wait);
        await WatchAsync(there);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(300));
        await again.Terminate();
        await ExpectTerminatedAsync(there, Patient.Wait);
    }
}
