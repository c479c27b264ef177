using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Client;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Clients;

/// <summary>The .NET client against a real server: what it promises over lost connections, killed servers, and slow networks.</summary>
[Collection(SharedServer.Name)]
public sealed class ClientTests(ServerFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Chat_WhatOneSends_TheOtherIsToldInOrder()
    {
        await using var alice = await ConnectAsync();
        await using var bob = await ConnectAsync();
        var told = Told(bob);
        var room = await alice.Chat.CreateAsync("Talk", [bob.Session!.User.Id]);

        for (var i = 0; i < 10; i++)
            await alice.Chat.SendAsync(room.Id, $"text {i}", data: JsonElement.Parse($$"""{"i":{{i}}}"""));

        await AnotherProcess.UntilAsync(() => told.Count(e => e.Type == "chat.message") == 10);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"text {i}"), told.Where(e => e.Type == "chat.message").Select(e => e.Text));
        Assert.Equal(9, told[^1].Data.GetProperty("data").GetProperty("i").GetInt32());
        Assert.Equal("""{"i":9}""", (await bob.Chat.HistoryAsync(room.Id, limit: 1)).Messages[0].Data!.Value.GetRawText());
        Assert.Equal(["text 9", "text 8"], (await bob.Chat.HistoryAsync(room.Id, limit: 2)).Messages.Select(m => m.Text).OrderDescending());
        Assert.Contains(room.Id, (await bob.Chat.RoomsAsync()).Select(r => r.Id));
        await bob.Chat.MarkReadAsync(room.Id, told[^1].Seq);
        Assert.Equal(0, (await bob.Chat.RoomsAsync()).Single(r => r.Id == room.Id).Unread);
    }

    [Fact]
    public async Task Direct_IsTheSameRoomForBoth()
    {
        await using var alice = await ConnectAsync();
        await using var bob = await ConnectAsync();
        Assert.Equal((await alice.Chat.DirectAsync(bob.Session!.User.Id)).Id, (await bob.Chat.DirectAsync(alice.Session!.User.Id)).Id);
    }

    [Fact]
    public async Task Send_OfTheSameKey_IsOneMessage()
    {
        await using var alice = await ConnectAsync();
        var room = await alice.Chat.CreateAsync("Talk");
        var first = await alice.Chat.SendAsync(room.Id, "once", key: "k1");
        var again = await alice.Chat.SendAsync(room.Id, "once", key: "k1");
        Assert.Equal((first.Id, first.Seq, true), (again.Id, again.Seq, again.Duplicate));
    }

    [Fact]
    public async Task Request_ThatIsRefused_SaysWhy()
    {
        await using var alice = await ConnectAsync();
        var refused = await Assert.ThrowsAsync<RealtimeRequestException>(() => alice.Chat.SendAsync("nowhere", "hello"));
        Assert.Equal(("not-found", false), (refused.Code, refused.MayBeRepeated));
    }

    [Fact]
    public async Task Status_IsTold_AlsoAfterTheConnectionWasLost()
    {
        await using var relay = new CutRelay(fixture.Server.Port);
        await using var alice = await ConnectAsync(relay.Url);
        await using var bob = await ConnectAsync();
        await alice.Chat.CreateAsync("Talk", [bob.Session!.User.Id]);
        var told = new ConcurrentQueue<UserStatus>();
        alice.Status.Changed += told.Enqueue;
        Assert.Equal("online", Assert.Single(await alice.Status.SubscribeAsync([bob.Session.User.Id])).Status);

        relay.Cut();
        await bob.Status.SetAsync("busy", "in a meeting");

        await AnotherProcess.UntilAsync(() => told.Any(s => s.Status == "busy" && s.Text == "in a meeting"));
    }

    [Fact]
    public async Task Blocks_AreFollowed_OnAllDevices_AndOverALostConnection()
    {
        await using var relay = new CutRelay(fixture.Server.Port);
        var me = await SignedIn.ByNameAsync(fixture.Server.Url, ServerFixture.NewName());
        await using var desk = await RealtimeClient.ConnectAsync(Options(me, relay.Url)).WaitAsync(Patience);
        await using var phone = await RealtimeClient.ConnectAsync(Options(me)).WaitAsync(Patience);
        await using var bob = await ConnectAsync();
        await using var carol = await ConnectAsync();
        var (them, other) = (bob.Session!.User.Id, carol.Session!.User.Id);
        var room = await phone.Chat.DirectAsync(them);
        var told = new ConcurrentQueue<BlockChange>();
        desk.Blocks.Changed += told.Enqueue;
        Assert.Empty(await desk.Blocks.FollowAsync());

        await desk.Blocks.BlockAsync(them);
        Assert.True(desk.Blocks.Has(them));
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<RealtimeRequestException>(() => bob.Chat.SendAsync(room.Id, "hello"))).Code);
        await phone.Blocks.UnblockAsync(them);
        await AnotherProcess.UntilAsync(() => told.Count == 2);
        await bob.Chat.SendAsync(room.Id, "hello");
        await phone.Blocks.BlockAsync(them);
        Assert.Equal(them, Assert.Single(await phone.Blocks.AllAsync()).User);
        await AnotherProcess.UntilAsync(() => told.Count == 3);

        relay.Cut();
        await phone.Blocks.UnblockAsync(them);
        await phone.Blocks.BlockAsync(other);

        await AnotherProcess.UntilAsync(() => told.Count == 5);
        Assert.Equal([new(them, true), new(them, false), new(them, true)], told.Take(3));
        Assert.Equivalent(new BlockChange[] { new(them, false), new(other, true) }, told.Skip(3), strict: true);
        Assert.Equal((false, true), (desk.Blocks.Has(them), desk.Blocks.Has(other)));
    }

    [Theory]
    [InlineData(RealtimeTransport.WebSocket)]
    [InlineData(RealtimeTransport.Http)]
    public async Task Events_MissedWhileTheConnectionWasLost_AreToldInOrder_Once(RealtimeTransport transport)
    {
        await using var relay = new CutRelay(fixture.Server.Port);
        await using var alice = await ConnectAsync();
        await using var bob = await ConnectAsync(relay.Url, transport);
        Assert.Equal(transport, bob.Transport);
        var told = Told(bob);
        var room = await alice.Chat.CreateAsync("Talk", [bob.Session!.User.Id]);
        await alice.Chat.SendAsync(room.Id, "text 0");
        await AnotherProcess.UntilAsync(() => told.Any(e => e.Text == "text 0"));

        for (var cut = 0; cut < 5; cut++)
        {
            relay.Cut();
            for (var i = 0; i < 20; i++)
                await alice.Chat.SendAsync(room.Id, $"text {1 + (cut * 20) + i}");
        }

        await AnotherProcess.UntilAsync(() => told.Any(e => e.Text == "text 100"));
        var seqs = told.Where(e => e.Room == room.Id).Select(e => e.Seq).ToList();
        Assert.Equal(Enumerable.Range(0, seqs.Count).Select(i => seqs[0] + i), seqs);
        Assert.Equal(101, told.Count(e => e.Type == "chat.message"));
    }

    [Theory]
    [InlineData(RealtimeTransport.WebSocket)]
    [InlineData(RealtimeTransport.Http)]
    public async Task Messages_SentWhileTheConnectionIsCut_AreStoredOnce_InOrder(RealtimeTransport transport)
    {
        await using var relay = new CutRelay(fixture.Server.Port);
        await using var alice = await ConnectAsync(relay.Url, transport);
        var room = await alice.Chat.CreateAsync("Talk");
        var sending = Enumerable.Range(0, 200).Select(i => alice.Chat.SendAsync(room.Id, $"text {i}")).ToList();
        for (var cut = 0; cut < 5; cut++)
        {
            await sending[cut * 30].WaitAsync(Patience);
            relay.Cut();
        }

        var sent = await Task.WhenAll(sending).WaitAsync(Patience);
        Assert.Equal(sent.Select(s => s.Seq).Order(), sent.Select(s => s.Seq));
        Assert.Equal(200, sent.Select(s => s.Id).Distinct().Count());
        var last = await alice.Chat.HistoryAsync(room.Id, limit: 1);
        Assert.Equal(sent[^1].Seq, last.Head);
        Assert.Equal(sent[0].Seq + 199, last.Head);
    }

    [Fact]
    public async Task Positions_OfAnEarlierRun_AreWhereTheNextOneBegins()
    {
        var signedIn = await SignedIn.ByNameAsync(fixture.Server.Url, ServerFixture.NewName());
        IReadOnlyDictionary<string, long> positions;
        string room;
        await using (var first = await RealtimeClient.ConnectAsync(Options(signedIn)))
        {
            room = (await first.Chat.CreateAsync("Talk")).Id;
            await first.Chat.SendAsync(room, "before");
            await AnotherProcess.UntilAsync(() => first.Chat.Positions[room] == 2);
            positions = first.Chat.Positions;
        }

        await using (var other = await RealtimeClient.ConnectAsync(Options(signedIn)))
            await other.Chat.SendAsync(room, "meanwhile");

        var client = RealtimeClient.Create(Options(signedIn) with { Positions = positions });
        var told = Told(client);
        await client.StartAsync();
        await using (client)
        {
            await AnotherProcess.UntilAsync(() => told.Count > 0);
            Assert.Equal(("meanwhile", 3), (told[0].Text, told[0].Seq));
        }
    }

    [SkippableFact]
    public async Task Client_BehindAProxyThatRefusesUpgrades_GoesOverHttp_AndComesBackToTheWebSocket()
    {
        var port = ServerProcess.FreePort();
        var signedIn = await SignedIn.ByNameAsync(fixture.Server.Url, ServerFixture.NewName());
        await using var bob = await ConnectAsync();
        RealtimeClient alice;
        await using (await ReverseProxy.StartAsync("nginx", fixture.Server.Url, recipe => Plain(recipe, port).Replace("proxy_set_header Upgrade $http_upgrade;", "", StringComparison.Ordinal)))
        {
            alice = await RealtimeClient.ConnectAsync(Options(signedIn, new Uri($"http://127.0.0.1:{port}"))).WaitAsync(Patience);
            Assert.Equal(RealtimeTransport.Http, alice.Transport);
            var room = await alice.Chat.CreateAsync("Talk", [bob.Session!.User.Id]);
            var told = Told(alice);
            await bob.Chat.SendAsync(room.Id, "down the stream");
            await alice.Chat.SendAsync(room.Id, "up by a request");
            await AnotherProcess.UntilAsync(() => told.Count(e => e.Type == "chat.message") == 2);
        }

        // The laptop is carried home.
        await using (alice)
        await using (await ReverseProxy.StartAsync("nginx", fixture.Server.Url, recipe => Plain(recipe, port)))
            await AnotherProcess.UntilAsync(() => alice is { State: ConnectionState.Connected, Transport: RealtimeTransport.WebSocket });
    }

    [Theory]
    [InlineData(RealtimeTransport.Auto)]
    [InlineData(RealtimeTransport.Http)]
    public async Task Connect_WithABadToken_Ends(RealtimeTransport transport)
    {
        var options = Options(await SignedIn.ByNameAsync(fixture.Server.Url, ServerFixture.NewName()), transport: transport) with { Token = _ => ValueTask.FromResult("no token") };
        var refused = await Assert.ThrowsAsync<RealtimeConnectionException>(() => RealtimeClient.ConnectAsync(options).WaitAsync(Patience));
        Assert.Equal(4401, refused.CloseCode);
    }

    [Fact]
    public async Task Dispose_EndsWhatWaits()
    {
        var client = await ConnectAsync();
        await client.DisposeAsync();
        Assert.Equal(ConnectionState.Closed, client.State);
        await Assert.ThrowsAsync<RealtimeConnectionException>(() => client.Chat.SendAsync("room", "late").WaitAsync(Patience));
    }

    private static Told Told(RealtimeClient client)
    {
        var told = new Told();
        client.Chat.EventReceived += told.Add;
        return told;
    }

    // Beside TLS, which the clients would not trust.
    private static string Plain(string recipe, int port) => recipe.Replace("server_name", $"listen 127.0.0.1:{port};\n        server_name", StringComparison.Ordinal);

    private async Task<RealtimeClient> ConnectAsync(Uri? server = null, RealtimeTransport transport = RealtimeTransport.Auto) =>
        await RealtimeClient.ConnectAsync(Options(await SignedIn.ByNameAsync(fixture.Server.Url, ServerFixture.NewName()), server, transport)).WaitAsync(Patience);

    private RealtimeClientOptions Options(SignedIn user, Uri? server = null, RealtimeTransport transport = RealtimeTransport.Auto) => new()
    {
        Transport = transport,
        Server = server ?? fixture.Server.Url,
        Token = _ => ValueTask.FromResult(user.Token),
        FirstDelay = TimeSpan.FromMilliseconds(20),
    };
}

/// <summary>What a client was told, in order.</summary>
internal sealed class Told : IEnumerable<RoomEvent>
{
    private readonly ConcurrentQueue<RoomEvent> _events = new();

    /// <summary>How much.</summary>
    public int Count => _events.Count;

    /// <summary>One of them.</summary>
    public RoomEvent this[Index index] => _events.ToArray()[index];

    /// <summary>Adds one.</summary>
    public void Add(RoomEvent e) => _events.Enqueue(e);

    /// <inheritdoc/>
    public IEnumerator<RoomEvent> GetEnumerator() => ((IEnumerable<RoomEvent>)_events.ToArray()).GetEnumerator();

    /// <inheritdoc/>
    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Requests of a host's own.</summary>
public sealed class ClientOwnMessageTests(OwnHost host) : IClassFixture<OwnHost>
{
    [Fact]
    public async Task Request_OfTheHostsOwn_IsAnswered_AndItsEventsAreTold()
    {
        var user = await host.SignInAsync();
        await using var client = await RealtimeClient.ConnectAsync(new RealtimeClientOptions { Server = host.Url, Token = _ => ValueTask.FromResult(user.Token) });
        var shipped = new TaskCompletionSource<OrderShipped>();
        client.On("order.shipped", OwnJson.Default.OrderShipped, shipped.SetResult);

        var placed = await client.RequestAsync("order.place", new OrderToPlace("a1"), OwnJson.Default.OrderToPlace, OwnJson.Default.OrderIsPlaced);
        Assert.NotEmpty(placed.Id);

        await host.PublishAsync(new { to = new { user = user.User }, type = "order.shipped", data = new { id = placed.Id } });
        Assert.Equal(placed.Id, (await shipped.Task.WaitAsync(TimeSpan.FromSeconds(60))).Id);
    }
}

/// <summary><c>order.place</c>.</summary>
internal sealed record OrderToPlace(string Sku);

/// <summary><c>order.placed</c>.</summary>
internal sealed record OrderIsPlaced(string Id);

/// <summary><c>order.shipped</c>.</summary>
internal sealed record OrderShipped(string Id);

/// <summary>Their JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OrderToPlace))]
[JsonSerializable(typeof(OrderIsPlaced))]
[JsonSerializable(typeof(OrderShipped))]
internal sealed partial class OwnJson : JsonSerializerContext;

/// <summary>A way to a server that can be cut, without a word to either side: whoever connects again gets through.</summary>
internal sealed class CutRelay : IAsyncDisposable
{
    private readonly int _port;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly Task _accepting;

    public CutRelay(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Its address.</summary>
    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Ends all connections by a reset.</summary>
    public void Cut()
    {
        foreach (var (socket, _) in _open)
        {
            if (_open.TryRemove(socket, out _))
                socket.Close(0);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await _accepting;
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket inner;
            try
            {
                inner = await _listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            var outer = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await outer.ConnectAsync(IPAddress.Loopback, _port);
            (_open[inner], _open[outer]) = (true, true);
            _ = PumpAsync(inner, outer);
            _ = PumpAsync(outer, inner);
        }
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16_384];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
                await to.SendAsync(buffer.AsMemory(0, count));
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }
}
