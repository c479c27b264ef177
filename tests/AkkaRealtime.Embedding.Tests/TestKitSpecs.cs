using AkkaRealtime.TestKit;

namespace AkkaRealtime.Embedding.Tests;

/// <summary>The kit that users test their own handlers with.</summary>
public sealed class TestKitSpecs
{
    [Fact]
    public async Task Should_answer_requests_and_deliver_events()
    {
        await using var node = await RealtimeTestNode.StartAsync();
        var alice = await node.ConnectAsync("alice", "Alice A.");
        var bob = await node.ConnectAsync("bob");
        Assert.Equal("Alice A.", alice.Ready.GetProperty("user").GetProperty("name").GetString());

        var created = await alice.RequestAsync("chat.create", new { kind = "group", name = "Team", members = new[] { "bob" } });
        var room = created.GetProperty("room").GetProperty("id").GetString();
        await bob.NextAsync("chat.room");
        await alice.RequestAsync("chat.send", new { room, key = "k1", text = "Hello" });
        Assert.Equal("Hello", (await bob.NextAsync("chat.message")).GetProperty("text").GetString());
    }

    [Fact]
    public async Task Should_throw_what_the_node_refuses()
    {
        await using var node = await RealtimeTestNode.StartAsync();
        var alice = await node.ConnectAsync("alice");
        var fault = await Assert.ThrowsAsync<RealtimeRequestException>(() => alice.RequestAsync("order.place", new { item = 1 }));
        Assert.Equal("unknown-type", fault.Code);
    }

    [Fact]
    public async Task Should_go_by_the_clock_of_the_spec()
    {
        await using var node = await RealtimeTestNode.StartAsync(options: [("Calls:RingMs", "30000")]);
        var alice = await node.ConnectAsync("alice");
        var bob = await node.ConnectAsync("bob");
        await alice.RequestAsync("call.start", new { user = "bob", media = "audio", key = "k1" });
        await bob.NextAsync("call.incoming");
        node.Time.Advance(TimeSpan.FromSeconds(31));
        await bob.NextAsync("call.ended");
    }
}
