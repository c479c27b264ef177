using AkkaRealtime.Server.Tests.Support;
using AkkaRealtime.Tests.Push;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>A push service of the tests' own, and a server that pushes there.</summary>
public sealed class PushServer : IServerFixture, IAsyncLifetime
{
    /// <inheritdoc/>
    public ServerProcess Server { get; private set; } = null!;

    internal TestPushService Service { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Service = await TestPushService.StartAsync();
        Server = await ServerProcess.StartAsync(new ServerSettings
        {
            Options = new Dictionary<string, string>
            {
                ["AkkaRealtime:Push:Enabled"] = "true",
                ["AkkaRealtime:Push:Subject"] = "mailto:ops@example.com",
                ["AkkaRealtime:Push:Services:0"] = Service.Origin,
                ["AkkaRealtime:Calls:RingMs"] = "60000",
                ["AkkaRealtime:Status:GraceMs"] = "0",
            },
        });
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await Service.DisposeAsync();
    }
}

/// <summary>Protocol §5, pushes: who has left is told, over a push service that opens what it gets.</summary>
public sealed class PushTests(PushServer fixture) : IClassFixture<PushServer>
{
    private ServerProcess Server => fixture.Server;

    [Fact]
    public async Task Whoever_has_left_is_told_of_messages_and_calls_that_are_for_them()
    {
        var (bob, phone) = await SubscribedAsync("Bob");
        await using var alice = await RawClient.NewAsync(Server, "Alice");
        var room = (await alice.RequestAsync("chat.direct", new { user = bob.User })).Data.GetProperty("room").GetProperty("id").GetString()!;
        var group = await alice.GroupAsync(bob);

        // While somebody looks, their page tells them. Rooms take their turns one after the other: what Carol is told of the second message says that the first one's turn, Bob's too, is over.
        var (carol, tablet) = await SubscribedAsync("Carol");
        var three = await alice.GroupAsync(bob, carol);
        await LeaveAsync(carol);
        await alice.RequestAsync("chat.send", new { room = three, key = "k0", text = "do you see this?", mentions = new[] { bob.User, carol.User } });
        Assert.Equal("do you see this?", Text(await tablet.NextAsync(), "text"));
        await alice.RequestAsync("chat.send", new { room = three, key = "k00", text = "it is over", mentions = new[] { carol.User } });
        Assert.Equal("it is over", Text(await tablet.NextAsync(), "text"));
        await LookAwayAsync(bob);
        var hidden = await alice.RequestAsync("chat.send", new { room, key = "k1", text = "and **this**?" });
        var taken = await phone.NextAsync();
        Assert.Equal(("message", "and **this**?", hidden["id"], alice.User), (taken.Kind, Text(taken, "text"), Text(taken, "messageId"), taken.Json.GetProperty("from").GetProperty("id").GetString()));
        Assert.Equal(("Alice", 1), (taken.Json.GetProperty("from").GetProperty("name").GetString(), taken.Json.GetProperty("unread").GetInt32()));
        Assert.Equal(bob.Ready!.Data.GetProperty("push").GetProperty("publicKey").GetString(), taken.PublicKey);
        var user = bob.User;
        await bob.RequestAsync("chat.settings", new { room = group, notify = "nothing" });
        await bob.DisposeAsync();

        // Of a muted room nothing, whoever is named: the next that comes is of the other one.
        await alice.RequestAsync("chat.send", new { room = group, key = "k2", text = "you!", mentions = new[] { user } });
        await alice.RequestAsync("chat.send", new { room, key = "k3", text = "gone?" });
        Assert.Equal("gone?", Text(await phone.NextAsync(), "text"));

        // A ring, which is taken back.
        var call = CallTalk.IdOf(await alice.RequestAsync("call.start", new { room, media = "video", key = "c1" }));
        var ring = await phone.NextAsync();
        Assert.Equal(("call", call, "video", "high"), (ring.Kind, Text(ring, "callId"), Text(ring, "media"), ring.Urgency));
        Assert.InRange(ring.TimeToLive, 1, 60);
        await alice.RequestAsync("call.cancel", new { callId = call });
        var end = await phone.NextAsync();
        Assert.Equal(("call-ended", call, "missed", Text(ring, "tag"), ring.Topic), (end.Kind, Text(end, "callId"), Text(end, "outcome"), Text(end, "tag"), end.Topic));

        // One that is answered elsewhere.
        call = CallTalk.IdOf(await alice.RequestAsync("call.start", new { room, media = "audio", key = "c2" }));
        Assert.Equal("call", (await phone.NextAsync()).Kind);
        var laptop = await RawClient.SignInAsync(Server, "Bob", "laptop", user);
        await laptop.RequestAsync("call.accept", new { callId = call });
        end = await phone.NextAsync();
        Assert.Equal(("call-ended", call, "answered"), (end.Kind, Text(end, "callId"), Text(end, "outcome")));
        Assert.Empty(fixture.Service.Faults);
        await laptop.RequestAsync("call.leave", new { callId = call });
        await LeaveAsync(laptop);

        // The push service knows the device no more: the subscription goes, and another one is told alone.
        var (again, watch) = await SubscribedAsync("Bob", user);
        await LeaveAsync(again);
        phone.Answers.Enqueue((410, null));
        phone.Answers.Enqueue((410, null));
        await alice.RequestAsync("chat.send", new { room, key = "k4", text = "one" });
        Assert.Equal("one", Text(await watch.NextAsync(), "text"));
        await alice.RequestAsync("chat.send", new { room, key = "k5", text = "two" });
        Assert.Equal("two", Text(await watch.NextAsync(), "text"));
        Assert.Single(phone.Answers);
    }

    [Fact]
    public async Task What_is_not_accepted_at_once_comes_again()
    {
        var (bob, phone) = await SubscribedAsync("Bob");
        await using var alice = await RawClient.NewAsync(Server, "Alice");
        var room = (await alice.RequestAsync("chat.direct", new { user = bob.User })).Data.GetProperty("room").GetProperty("id").GetString()!;
        await LeaveAsync(bob);
        phone.Answers.Enqueue((503, 1));
        await alice.RequestAsync("chat.send", new { room, key = "k1", text = "hello" });
        Assert.Equal("hello", Text(await phone.NextAsync(), "text"));
    }

    [Fact]
    public async Task Whoever_signs_out_or_is_signed_out_is_told_nothing_more()
    {
        var (bob, phone) = await SubscribedAsync("Bob");
        var (elsewhere, tablet) = await SubscribedAsync("Bob", bob.User);
        await using var alice = await RawClient.NewAsync(Server, "Alice");
        var room = (await alice.RequestAsync("chat.direct", new { user = bob.User })).Data.GetProperty("room").GetProperty("id").GetString()!;

        await bob.RequestAsync("push.unsubscribe", new { endpoint = phone.Endpoint });
        await bob.RequestAsync("session.end", new { device = elsewhere.Device });
        await elsewhere.Closed;
        var (last, laptop) = await SubscribedAsync("Bob", bob.User);
        await LeaveAsync(bob);
        await LeaveAsync(last);
        await alice.RequestAsync("chat.send", new { room, key = "k1", text = "hello" });
        Assert.Equal("hello", Text(await laptop.NextAsync(), "text"));
        Assert.False(phone.HasNext || tablet.HasNext);
        await elsewhere.DisposeAsync();
    }

    [Fact]
    public async Task A_device_that_somebody_else_uses_is_told_what_is_for_them()
    {
        var (bob, phone) = await SubscribedAsync("Bob");
        await using var carol = await RawClient.NewAsync(Server, "Carol", "shared");
        await carol.RequestAsync("push.subscribe", Subscription(phone));
        await using var alice = await RawClient.NewAsync(Server, "Alice");
        var user = bob.User;
        await LeaveAsync(bob);
        foreach (var to in new[] { user, carol.User })
        {
            if (to == carol.User)
                await LookAwayAsync(carol);
            var room = (await alice.RequestAsync("chat.direct", new { user = to })).Data.GetProperty("room").GetProperty("id").GetString()!;
            await alice.RequestAsync("chat.send", new { room, key = "k1", text = $"hello {to}" });
        }

        Assert.Equal($"hello {carol.User}", Text(await phone.NextAsync(), "text"));
    }

    [Fact]
    public async Task What_is_no_push_service_is_refused()
    {
        await using var bob = await RawClient.NewAsync(Server, "Bob");
        var device = fixture.Service.Subscribe();
        foreach (var endpoint in new[] { "https://10.0.0.1/push", "http://127.0.0.1:1/push", "https://example.com/push" })
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(
                () => bob.RequestAsync("push.subscribe", new { endpoint, keys = new { p256dh = device.P256dh, auth = device.AuthText } }));
            Assert.Contains("\"field\":\"endpoint\"", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal("bad-request", await bob.RefusalAsync("push.subscribe", new { endpoint = device.Endpoint, keys = new { p256dh = "AAAA", auth = device.AuthText } }));
    }

    // Known to the server when this returns.
    private static async Task LookAwayAsync(RawClient client)
    {
        await client.SendAsync("status.activity", new { idle = false, hidden = true });
        await client.RequestAsync("status.set", new { status = "online" });
    }

    private static async Task LeaveAsync(RawClient client)
    {
        await LookAwayAsync(client);
        await client.DisposeAsync();
    }

    private static string? Text(TakenPush push, string member) => push.Json.TryGetProperty(member, out var value) ? value.GetString() : null;

    private static object Subscription(TestSubscriber device) => new { endpoint = device.Endpoint, keys = new { p256dh = device.P256dh, auth = device.AuthText } };

    private async Task<(RawClient Client, TestSubscriber Device)> SubscribedAsync(string name, string? user = null)
    {
        var device = fixture.Service.Subscribe();
        var client = user is null ? await RawClient.NewAsync(Server, name) : await RawClient.SignInAsync(Server, name, null, user);
        Assert.Equal("push.ok", (await client.RequestAsync("push.subscribe", Subscription(device))).Type);
        return (client, device);
    }
}
