using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Protocol §7 over real sockets: requests, events and topics of a host's own, each envelope held against <c>docs/asyncapi.yaml</c>.</summary>
public sealed class OwnMessageTests(OwnHost host) : IClassFixture<OwnHost>
{
    [Fact]
    public async Task Request_IsAnsweredWithTheHostsReply_OrItsError()
    {
        await using var alice = await host.ConnectAsync();
        var placed = await alice.RequestAsync("order.place", new { sku = "a1" });
        Assert.Equal(("order.placed", "a1-1"), (placed.Type, placed["id"]));
        Assert.Equal("not-found", await alice.RefusalAsync("order.place", new { sku = "gone" }));
        Assert.Equal("bad-request", await alice.RefusalAsync("order.place"));
        Assert.Equal("unknown-type", await alice.RefusalAsync("order.cancel"));
    }

    [Fact]
    public async Task Event_ReachesAUser_ARoomsMembers_AndEverybody()
    {
        await using var alice = await host.ConnectAsync();
        await using var bob = await host.ConnectAsync();
        var room = (await alice.RequestAsync("chat.direct", new { user = bob.User })).Data.GetProperty("room").GetProperty("id").GetString();

        // Nothing is kept for who doesn't follow the room yet.
        foreach (var client in (RawClient[])[alice, bob])
            await client.WaitForAsync("chat.joined", e => e["user"] == bob.User);
        await host.Publisher.ToUserAsync(new UserId(alice.User), "order.packed", new { id = "1" });
        await host.Publisher.ToRoomAsync(new RoomId(room!), "order.sent", new { id = "2" });
        await host.Publisher.ToEverybodyAsync("shop.closed", new { });
        Assert.Equal("1", (await alice.WaitForAsync("order.packed"))["id"]);
        foreach (var client in (RawClient[])[alice, bob])
        {
            Assert.Equal("2", (await client.WaitForAsync("order.sent"))["id"]);
            await client.WaitForAsync("shop.closed");
        }

        await bob.AssertNoneAsync("order.packed");
    }

    [Fact]
    public async Task Topic_BringsWhatIsPublished_AndAfterAReconnectWhatWasMissed()
    {
        var topic = $"kept.{ServerFixture.NewName()}";
        var user = await host.SignInAsync();
        string epoch;
        await using (var before = await host.ConnectAsync(user))
        {
            var followed = await before.RequestAsync("topic.subscribe", new { topic });
            Assert.Equal(("topic.subscribed", topic, 0, "False", "[]"), (followed.Type, followed["topic"], followed.Number("head"), followed["recovered"], followed["messages"]));
            await PublishAsync(topic, 1);
            var message = await before.WaitForAsync("topic.message");
            Assert.Equal((topic, 1, "price.changed", """{"cents":1}"""), (message["topic"], message.Number("seq"), message["type"], message["data"]));
            epoch = followed["epoch"]!;
        }

        await PublishAsync(topic, 2);
        await PublishAsync(topic, 3);
        await using var after = await host.ConnectAsync(user);
        var again = await after.RequestAsync("topic.subscribe", new { topic, after = 1, epoch });
        Assert.Equal((3, "True", epoch), (again.Number("head"), again["recovered"], again["epoch"]));
        Assert.Equal([(2, 2), (3, 3)], again.Data.GetProperty("messages").EnumerateArray().Select(m => (m.GetProperty("seq").GetInt32(), Cents(m))));

        // More than is kept, and another numbering.
        await PublishAsync(topic, 4);
        await PublishAsync(topic, 5);
        Assert.Equal("False", (await after.RequestAsync("topic.subscribe", new { topic, after = 1, epoch }))["recovered"]);
        Assert.Equal("False", (await after.RequestAsync("topic.subscribe", new { topic, after = 3, epoch = "another" }))["recovered"]);
    }

    [Fact]
    public async Task Topic_ThatKeepsNothing_HasNoNumbers()
    {
        var topic = $"live.{ServerFixture.NewName()}";
        await using var alice = await host.ConnectAsync();
        var followed = await alice.RequestAsync("topic.subscribe", new { topic, after = 0 });
        Assert.Equal((0, "False"), (followed.Number("head"), followed["recovered"]));
        await PublishAsync(topic, 7);
        var message = await alice.WaitForAsync("topic.message");
        Assert.Equal((topic, null, 7), (message["topic"], message["seq"], Cents(message.Data)));

        var left = await alice.RequestAsync("topic.unsubscribe", new { topic });
        Assert.Equal(("topic.unsubscribed", topic), (left.Type, left["topic"]));
        await PublishAsync(topic, 8);
        await alice.AssertNoneAsync("topic.message");
    }

    [Fact]
    public async Task Topic_BringsWhatAnotherProcessPublishes()
    {
        var topic = $"kept.{ServerFixture.NewName()}";
        await using var alice = await host.ConnectAsync();
        await alice.RequestAsync("topic.subscribe", new { topic });
        await host.PublishAsync(new { to = new { topic }, type = "price.changed", data = new { cents = 9 } });
        var message = await alice.WaitForAsync("topic.message");
        Assert.Equal((topic, 1, 9), (message["topic"], message.Number("seq"), Cents(message.Data)));
    }

    [Fact]
    public async Task Topic_ThatTheHostDoesNotAllow_IsForbidden_AndANameThatNoneCanHaveABadRequest()
    {
        await using var alice = await host.ConnectAsync();
        Assert.Equal("forbidden", await alice.RefusalAsync("topic.subscribe", new { topic = "closed" }));
        Assert.Equal("forbidden", await alice.RefusalAsync("topic.subscribe", new { topic = "unknown" }));
        Assert.Equal("bad-request", await alice.RefusalAsync("topic.subscribe", new { topic = "two words" }));
        Assert.Equal("bad-request", await alice.RefusalAsync("topic.subscribe", new { topic = new string('a', 129) }));
        Assert.Equal("forbidden", await alice.RefusalAsync("topic.subscribe", new { topic = $"{new string('a', 120)}_.:@/-0Z" }));
    }

    [Fact]
    public async Task Connection_FollowsAtMost256Topics_AndIsToldOfAConflictBeyond()
    {
        await using var alice = await host.ConnectAsync();
        var name = ServerFixture.NewName();
        for (var i = 0; i < 256; i++)
            await alice.RequestAsync("topic.subscribe", new { topic = $"live.{name}.{i}" });
        Assert.Equal("conflict", await alice.RefusalAsync("topic.subscribe", new { topic = $"live.{name}.more" }));
        await alice.RequestAsync("topic.subscribe", new { topic = $"live.{name}.0" });
        await alice.RequestAsync("topic.unsubscribe", new { topic = $"live.{name}.0" });
        await alice.RequestAsync("topic.subscribe", new { topic = $"live.{name}.more" });
    }

    private static int Cents(JsonElement message) => message.GetProperty("data").GetProperty("cents").GetInt32();

    private Task PublishAsync(string topic, int cents) => host.Publisher.ToTopicAsync(topic, "price.changed", new { cents });
}
