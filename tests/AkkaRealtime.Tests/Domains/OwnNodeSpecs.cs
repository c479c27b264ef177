using System.Text;
using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections;
using AkkaRealtime.Domains;
using AkkaRealtime.Domains.Handlers;
using AkkaRealtime.Domains.Publishing;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Tests.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Tests.Domains;

/// <summary>A whole node with requests and topics of its own, as a client sees it.</summary>
public sealed class OwnNodeSpecs : IAsyncLifetime
{
    private static readonly UserId Alice = new("alice");
    private readonly string _data = Directory.CreateTempSubdirectory("akkarealtime-").FullName;
    private readonly TaskCompletionSource<RequestError?> _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ListLogger _log = new();
    private volatile bool _mayFollowOrders = true;
    private readonly List<MemorySocket> _sockets = [];
    private IHost _host = null!;

    private IRealtimePublisher Publisher => _host.Services.GetRequiredService<IRealtimePublisher>();

    public async Task InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["AkkaRealtime:DataDirectory"] = _data;
        builder.Services.AddLogging(logging => logging.AddProvider(_log.Provider()));
        builder.Services.AddSingleton<ITokenValidator, NoTokens>();
        builder.Services.AddAkkaRealtime(builder.Configuration, realtime => realtime
            .Handle<PlaceOrder, OrderPlaced>("order.place", "order.placed", async (caller, order, cancel) =>
            {
                await Publisher.ToUserAsync(caller.User, "order.seen", order);
                return new OrderPlaced(order.Sku, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
            })
            .Handle<OpenPoll, PollOpened>("poll.open", "poll.opened", async (caller, poll, cancel) =>
            {
                await Publisher.ToRoomAsync(poll.Room!.Value, "poll.opened", new PollOpened(poll.Question));
                return new PollOpened(poll.Question);
            })
            .Topic("prices", o => o.Keep = 10)
            .Topic("orders", o => o.Authorize = (_, _, _) => Task.FromResult<TopicAccess>(_mayFollowOrders))
            .Domain<WhiteboardDomain>()
            .Handle<CancelOrder>("order.cancel", (_, _, cancel) => _held.Task.WaitAsync(cancel))
            .Handle<ShipOrder>("order.ship", (_, _, _) => Task.FromResult<RequestError?>(null))
            .Domain<ShippingDomain>());
        _host = builder.Build();
        await _host.StartAsync().WaitAsync(Patient.Wait);
    }

    public async Task DisposeAsync()
    {
        // Who is still there would be waited for: nobody answers the server's close.
        _sockets.ForEach(socket => socket.Disconnect());
        await _host.StopAsync().WaitAsync(Patient.Wait);
        _host.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Should_answer_a_request_of_the_hosts_and_publish_to_its_user()
    {
        var socket = await ConnectAsync(Alice);
        socket.Send("order.place", """{"ref":"1","sku":"a1"}""");
        var (seen, placed) = (new List<string>(), 0);
        while (seen.Count + placed < 2)
        {
            var text = await socket.NextFrameAsync();
            if (text.Contains("order.seen", StringComparison.Ordinal))
                seen.Add(text);
            else if (text == """text:{"type":"order.placed","data":{"ref":"1","id":"a1","at":"2026-01-01T00:00:00.000Z"}}""")
                placed++;
        }

        Assert.Equal("""text:{"type":"order.seen","data":{"sku":"a1","count":1}}""", Assert.Single(seen));
    }

    [Theory]
    [InlineData("order.ship")]
    [InlineData("shipping.ship")]
    public async Task Should_keep_a_connection_whose_request_throws_and_log_it_once(string type)
    {
        var socket = await ConnectAsync(Alice);
        foreach (var @ref in new[] { "1", "2" })
        {
            socket.Send(type, $$"""{"ref":"{{@ref}}","id":""}""");
            Assert.Equal(
                $$"""{"ref":"{{@ref}}","code":"internal","message":"The server failed to answer this."}""", (await socket.NextAsync("error")).GetRawText());
        }

        Assert.Equal(Enumerable.Repeat($"9001 The handler of {type} failed.", 2), _log.Of(LogLevel.Error));
    }

    [Fact]
    public async Task Should_answer_what_waits_also_after_a_restart_of_the_router()
    {
        var socket = await ConnectAsync(Alice);
        socket.Send("order.cancel", """{"ref":"1","id":"o1"}""");
        socket.Send("order.cancel", """{"ref":"2","id":"o1"}""");
        socket.Send("chat.rooms", """{"ref":"3"}""");
        await socket.NextAsync("chat.rooms");
        var router = _host.Services.GetRequiredService<RealtimeNode>().Actor<HandlerRouterActor>();
        await router.Ask<ActorIdentity>(new Identify(null), Patient.Wait);
        ((IInternalActorRef)router).Restart(new InvalidOperationException("A bug."));
        await router.Ask<ActorIdentity>(new Identify(null), Patient.Wait);
        _held.SetResult(new RequestError(ErrorCode.Conflict, "It is on its way."));
        foreach (var @ref in new[] { "1", "2" })
            Assert.Equal(@ref, (await socket.NextAsync("error")).GetProperty("ref").GetString());
    }

    [Fact]
    public async Task Should_publish_to_everybody()
    {
        var sockets = new[] { await ConnectAsync(Alice), await ConnectAsync(new UserId("bob")) };
        await Publisher.ToEverybodyAsync("shop.closed", new PollOpened("Why?"));
        foreach (var socket in sockets)
            Assert.Equal("Why?", (await socket.NextAsync("shop.closed")).GetProperty("question").GetString());
    }

    [Fact]
    public async Task Should_publish_to_the_followers_of_a_room_by_a_request_of_its_members()
    {
        var (alice, bob) = (await ConnectAsync(Alice), await ConnectAsync(new UserId("bob")));
        alice.Send("chat.create", """{"ref":"1","kind":"group","name":"Tea"}""");
        var room = (await alice.NextAsync("chat.room")).GetProperty("room").GetProperty("id").GetString();
        await alice.NextAsync("chat.room");
        await alice.NextAsync("chat.joined");
        bob.Send("poll.open", $$"""{"ref":"2","room":"{{room}}","question":"Tea?"}""");
        Assert.Equal("not-found", (await bob.NextAsync("error")).GetProperty("code").GetString());
        alice.Send("poll.open", $$"""{"ref":"3","room":"{{room}}","question":"Tea?"}""");
        await alice.NextAsync("poll.opened");
        await alice.NextAsync("poll.opened");
    }

    [Fact]
    public async Task Should_bring_a_topic_to_who_follows_and_what_was_missed_to_who_comes_back()
    {
        var (socket, witness) = (await ConnectAsync(Alice), await ConnectAsync(new UserId("bob")));
        witness.Send("topic.subscribe", """{"ref":"1","topic":"prices"}""");
        await witness.NextAsync("topic.subscribed");
        socket.Send("topic.subscribe", """{"ref":"1","topic":"secrets"}""");
        Assert.Equal("forbidden", (await socket.NextAsync("error")).GetProperty("code").GetString());
        socket.Send("topic.subscribe", """{"ref":"2","topic":"prices"}""");
        var epoch = (await socket.NextAsync("topic.subscribed")).GetProperty("epoch").GetString();
        await Publisher.ToTopicAsync("prices", "price.changed", new { Price = 1 });
        var message = await socket.NextAsync("topic.message");
        Assert.Equal($$$"""{"topic":"prices","seq":1,"epoch":"{{{epoch}}}","type":"price.changed","data":{"price":1}}""", message.GetRawText());
        socket.SendClose();
        await Publisher.ToTopicAsync("prices", "price.changed", new { Price = 2 });

        // It is kept when the publisher is told, and delivered a moment later.
        await witness.NextAsync("topic.message");
        await witness.NextAsync("topic.message");
        var again = await ConnectAsync(Alice);
        again.Send("topic.subscribe", $$"""{"ref":"3","topic":"prices","after":1,"epoch":"{{epoch}}"}""");
        Assert.Equal(
            $$$"""{"ref":"3","topic":"prices","head":2,"epoch":"{{{epoch}}}","recovered":true,"messages":[{"seq":2,"type":"price.changed","data":{"price":2}}]}""",
            (await again.NextAsync("topic.subscribed")).GetRawText());
    }

    [Fact]
    public async Task Should_take_a_connection_off_a_topic_that_it_may_not_follow_any_longer()
    {
        var socket = await ConnectAsync(Alice);
        socket.Send("topic.subscribe", """{"ref":"1","topic":"orders"}""");
        await socket.NextAsync("topic.subscribed");
        _mayFollowOrders = false;
        socket.Send("topic.subscribe", """{"ref":"2","topic":"orders"}""");
        Assert.Equal("forbidden", (await socket.NextAsync("error")).GetProperty("code").GetString());
        Assert.Equal("""{"topic":"orders"}""", (await socket.NextAsync("topic.unsubscribed")).GetRawText());
        socket.Send("topic.subscribe", """{"ref":"3","topic":"orders"}""");
        Assert.Equal("3", (await socket.NextAsync("error")).GetProperty("ref").GetString());
        await Publisher.ToTopicAsync("orders", "order.placed", new { Id = 1 });
        socket.Send("topic.subscribe", """{"ref":"4","topic":"prices"}""");
        Assert.Contains("topic.subscribed", await socket.NextFrameAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_end_a_subscription_of_a_user_on_all_of_their_connections()
    {
        var sockets = new[] { await ConnectAsync(Alice), await ConnectAsync(Alice), await ConnectAsync(new UserId("bob")) };
        foreach (var socket in sockets)
        {
            socket.Send("topic.subscribe", """{"ref":"1","topic":"orders"}""");
            await socket.NextAsync("topic.subscribed");
        }

        var subscriptions = _host.Services.GetRequiredService<ITopicSubscriptions>();
        await Assert.ThrowsAsync<ArgumentException>(() => subscriptions.EndAsync(new UserId("a b"), "orders"));
        await Assert.ThrowsAsync<ArgumentException>(() => subscriptions.EndAsync(Alice, "secrets"));
        await subscriptions.EndAsync(Alice, "orders");
        foreach (var socket in sockets[..2])
            Assert.Equal("""{"topic":"orders"}""", (await socket.NextAsync("topic.unsubscribed")).GetRawText());
        await Publisher.ToTopicAsync("orders", "order.placed", new { Id = 1 });
        await sockets[2].NextAsync("topic.message");
        sockets[0].Send("topic.subscribe", """{"ref":"2","topic":"prices"}""");
        Assert.Contains("topic.subscribed", await sockets[0].NextFrameAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_have_its_owners_of_topics_where_they_are_told_of_nodes_that_left()
    {
        var socket = await ConnectAsync(Alice);
        socket.Send("topic.subscribe", """{"ref":"1","topic":"prices"}""");
        await socket.NextAsync("topic.subscribed");
        var node = _host.Services.GetRequiredService<RealtimeNode>();
        var owner = await node.System.ActorSelection(node.Actor<TopicActor>().Path / "*" / "*").Ask<ActorIdentity>(new Identify(1), Patient.Wait);
        Assert.Equal("prices", owner.Subject.Path.Name);
    }

    [Fact]
    public async Task Should_run_a_domain_of_the_hosts_with_owners_and_topics()
    {
        var (alice, bob) = (await ConnectAsync(Alice), await ConnectAsync(new UserId("bob")));
        alice.Send("whiteboard.open", """{"ref":"1","board":"b1"}""");
        Assert.Equal("""{"ref":"1","board":"b1","strokes":[]}""", (await alice.NextAsync("whiteboard.opened")).GetRawText());
        bob.Send("whiteboard.draw", """{"board":"b1","stroke":"round"}""");
        Assert.Equal("""{"board":"b1","stroke":"round","by":"bob"}""", (await alice.NextAsync("whiteboard.drawn")).GetRawText());
        bob.Send("whiteboard.open", """{"ref":"2","board":"b1"}""");
        Assert.Equal("""{"ref":"2","board":"b1","strokes":["round"]}""", (await bob.NextAsync("whiteboard.opened")).GetRawText());
    }

    [Fact]
    public async Task Should_know_a_publication_by_its_key()
    {
        var keys = _host.Services.GetRequiredService<PublicationKeys>();
        var socket = await ConnectAsync(Alice);
        Assert.True(await keys.SendOnceAsync("k1", Placed("o1"), default));
        Assert.False(await keys.SendOnceAsync("k1", Placed("o2"), default));
        Assert.True(await keys.SendOnceAsync("k2", Placed("o3"), default));
        foreach (var id in new[] { "o1", "o3" })
            Assert.Equal(id, (await socket.NextAsync("order.placed")).GetProperty("id").GetString());

        static OwnEvent Placed(string id) => OwnEvent.To(Alice, "order.placed", new EncodedJson(Encoding.UTF8.GetBytes($$"""{"id":"{{id}}"}""")));
    }

    [Fact]
    public async Task Should_refuse_to_publish_what_is_not_the_hosts_to_say()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Publisher.ToEverybodyAsync("chat.message", new PollOpened("x")));
        await Assert.ThrowsAsync<ArgumentException>(() => Publisher.ToTopicAsync("secrets", "price.changed", new PollOpened("x")));
        await Assert.ThrowsAsync<ArgumentException>(() => Publisher.ToUserAsync(new UserId("a b"), "price.changed", new PollOpened("x")));
        await Assert.ThrowsAsync<ArgumentException>(() => Publisher.ToEverybodyAsync("price.changed", "no object"));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Publisher.ToEverybodyAsync("price.changed", new PollOpened(new string('x', IRealtimePublisher.MaxDataBytes))));
        await Assert.ThrowsAsync<ArgumentException>(() => Publisher.ToUserAsync(Alice, "price.changed", new { Ref = "r1" }));
        await Assert.ThrowsAsync<ArgumentException>(() => Publisher.ToTopicAsync("prices", "price.changed", new { Ref = "r1" }));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Publisher.ToRoomAsync(new RoomId("r1"), "poll.opened", new { Room = "r1", Seq = 3, At = "now", By = "alice", Question = "Tea?" }));
        await Publisher.ToEverybodyAsync("price.changed", new { Room = "r1", Seq = 3, By = "alice", Inner = new { Ref = "r1", At = "now" } });
    }

    private async Task<MemorySocket> ConnectAsync(UserId user)
    {
        var socket = new MemorySocket();
        _sockets.Add(socket);
        var admission = _host.Services.GetRequiredService<Admission>();
        Assert.True(admission.TryEnter(null, out _) && admission.TryEnterUser(user));
        _host.Services.GetRequiredService<RealtimeNode>().Actor<ConnectionsActor>()
            .Tell(new Attach(socket, new Accepted(null, new Identity(user, user.Value, null), null)), ActorRefs.NoSender);
        await socket.NextAsync("session.ready");
        return socket;
    }

    private sealed class NoTokens : ITokenValidator
    {
        public ValueTask<Identity?> ValidateAsync(string token, CancellationToken cancel) => new((Identity?)null);
    }
}
