using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using AkkaRealtime.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Embedding.Tests;

/// <summary>What an app adds to the server, through the public parts of the library only, as its own specs would see it.</summary>
public sealed class OwnRequestSpecs
{
    [Fact]
    public async Task Should_answer_a_request_of_the_apps()
    {
        await using var node = await RealtimeTestNode.StartAsync(realtime: realtime => realtime.Handle<PlaceOrder, OrderPlaced>(
            "order.place", "order.placed", (caller, order, _) => Task.FromResult<Reply<OrderPlaced>>(new OrderPlaced($"{caller.User}-{order.Sku}"))));
        var alice = await node.ConnectAsync("alice");
        Assert.Equal("alice-a1", (await alice.RequestAsync("order.place", new { sku = "a1" })).GetProperty("id").GetString());
        Assert.Equal("bad-request", (await Assert.ThrowsAsync<RealtimeRequestException>(() => alice.RequestAsync("order.place", new { }))).Code);
    }

    [Fact]
    public async Task Should_bring_events_of_the_app_to_a_user_a_topic_and_everybody()
    {
        await using var node = await RealtimeTestNode.StartAsync(realtime: realtime => realtime.Topic("prices"));
        var publisher = node.Services.GetRequiredService<IRealtimePublisher>();
        var alice = await node.ConnectAsync("alice");
        await alice.RequestAsync("topic.subscribe", new { topic = "prices" });
        await publisher.ToTopicAsync("prices", "price.changed", new { cents = 995 });
        Assert.Equal("price.changed", (await alice.NextAsync("topic.message")).GetProperty("type").GetString());
        await publisher.ToUserAsync(new UserId("alice"), "order.placed", new OrderPlaced("o1"));
        Assert.Equal("o1", (await alice.NextAsync("order.placed")).GetProperty("id").GetString());
        await publisher.ToEverybodyAsync("shop.closed", new { });
        await alice.NextAsync("shop.closed");
    }

    /// <summary>Places an order.</summary>
    public sealed record PlaceOrder(string Sku);

    /// <summary>An order that was placed.</summary>
    public sealed record OrderPlaced(string Id);
}
