using Akka.Actor;
using AkkaRealtime.Admin.Nodes;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Tests.Clustering;
using AkkaRealtime.Tests.Routing.Calls;
using AkkaRealtime.Tests.Storage;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Admin;

/// <summary>What the operator sees of two nodes, and taking one of them out.</summary>
public sealed class NodeFiguresSpecs(ITestOutputHelper output) : NodeSpec(output)
{
    private ClusterNodes Nodes => new(() => Sys);

    [Fact]
    public async Task Should_show_what_each_node_counts()
    {
        var here = Begin(Sys);
        var there = Begin(await StartAnotherAsync());
        here.Metrics.MessagesIn.Add(2);
        there.Metrics.MessagesIn.Add(3);
        there.Metrics.UsersOnline.Add(2);
        there.Metrics.UsersOnline.Add(-1);
        there.Metrics.Closes.Add(1, new KeyValuePair<string, object?>("code", "4002"));
        there.Metrics.Closes.Add(1, new KeyValuePair<string, object?>("code", "4002"));
        there.Metrics.ObserveQueue("journal", () => 7);
        Assert.True(there.Admission.TryEnter(null, out _));

        // What waits is looked at each time, and not added up.
        await Nodes.ListAsync(default);
        var nodes = await Nodes.ListAsync(default);

        Assert.Equal(2, nodes.Count);
        Assert.All(nodes, node => Assert.Equal(("Up", true), (node.Status, node.Reachable)));
        var one = nodes.Single(n => n.Address == here.Address).Figures!;
        var other = nodes.Single(n => n.Address == there.Address).Figures!;
        Assert.Equal((2L, 0L, 0), (one.MessagesIn, one.UsersOnline, one.Connections));
        Assert.Equal((3L, 1L, 1), (other.MessagesIn, other.UsersOnline, other.Connections));
        Assert.Equal(2, other.Closes["4002"]);
        Assert.Equal(7, other.Queues["journal"]);
        Assert.Equal(here.Address, Nodes.Self);
    }

    [Fact]
    public async Task Should_show_a_node_that_does_not_answer_without_figures()
    {
        var here = Begin(Sys);
        var silent = await StartAnotherAsync();

        var nodes = await Nodes.ListAsync(default);

        Assert.NotNull(nodes.Single(n => n.Address == here.Address).Figures);
        Assert.Null(nodes.Single(n => n.Address == Address(silent)).Figures);
    }

    [Fact]
    public async Task Should_take_the_named_node_out_and_back_in()
    {
        var here = Begin(Sys);
        var there = Begin(await StartAnotherAsync());

        Assert.True((await Nodes.DrainAsync(there.Address, draining: true, default))!.Figures!.Draining);
        there.Connections.ExpectMsg<Drain>(drain => Assert.Equal(500, drain.OverMs));
        Assert.False((await Nodes.DrainAsync(there.Address, draining: false, default))!.Figures!.Draining);
        there.Connections.ExpectMsg<EndDrain>();
        here.Connections.ExpectNoMsg(0);
        Assert.Null(await Nodes.DrainAsync("akka.tcp://akkarealtime@192.0.2.1:1", draining: true, default));
    }

    [Fact]
    public async Task Should_not_take_a_node_back_in_that_stops()
    {
        var here = Begin(Sys, isStopping: true);

        Assert.True((await Nodes.DrainAsync(here.Address, draining: false, default))!.Figures!.Draining);
        here.Connections.ExpectNoMsg(0);
    }

    [Fact]
    public async Task Should_list_the_calls_of_all_nodes_the_last_first_and_name_who_is_silent()
    {
        var here = Begin(Sys);
        var there = Begin(await StartAnotherAsync());
        var silent = await StartAnotherAsync();
        var (old, handed, late) = (CallAt(1), CallAt(2), CallAt(3));
        here.Calls.Set(old.Room, old);
        here.Calls.Set(handed.Room, handed);
        there.Calls.Set(handed.Room, handed);
        there.Calls.Set(late.Room, late);

        var calls = await Nodes.CallsAsync(2, default);

        Assert.Equal([late.Id, handed.Id], calls.Calls.Select(c => c.Call.Id));
        Assert.Equal(there.Address, calls.Calls[0].Node);
        Assert.Equal(("video", "active", CallData.Alice.User), (calls.Calls[0].Call.Media, calls.Calls[0].Call.State, Assert.Single(calls.Calls[0].Call.Participants)));
        Assert.Equal(4, calls.Total);
        Assert.Equal([Address(silent)], calls.Silent);

        there.Calls.Set(late.Room, null);
        Assert.Equal([handed.Id, old.Id], (await Nodes.CallsAsync(2, default)).Calls.Select(c => c.Call.Id));

        static Call CallAt(int minute)
        {
            var (room, at) = (new RoomId($"room{minute}"), DateTimeOffset.UnixEpoch.AddMinutes(minute));
            return Call.Start(new NewCall(CallId.New(room, at), room, RoomKinds.Channel, [CallData.Alice.User], "video", "k"), CallData.Alice, "c", CallData.Rules, at).Call;
        }
    }

    private Node Begin(ActorSystem system, bool isStopping = false)
    {
        var metrics = TestMetrics.New();
        var admission = new Admission(new LimitOptions(), TimeProvider.System);
        var connections = CreateTestProbe(system);
        var calls = new OngoingCalls();
        system.ActorOf(
            NodeFiguresActor.Props(new NodeFiguresServices(new FigureListener(metrics), admission, () => connections, () => isStopping, 500, TimeProvider.System, calls)), NodeFiguresActor.Name);
        return new Node(Address(system), metrics, admission, connections, calls);
    }

    private static string Address(ActorSystem system) => Akka.Cluster.Cluster.Get(system).SelfAddress.ToString();

    private sealed record Node(string Address, AkkaRealtime.Diagnostics.RealtimeMetrics Metrics, Admission Admission, Akka.TestKit.TestProbe Connections, OngoingCalls Calls);
}
