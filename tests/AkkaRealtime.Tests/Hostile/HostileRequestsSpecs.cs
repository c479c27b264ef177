using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections;
using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Tests.Connections;
using AkkaRealtime.Tests.Domains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Tests.Hostile;

/// <summary>Whatever JSON a client puts into a request, it costs that request an error at most; others notice nothing.</summary>
public sealed class HostileRequestsSpecs : IAsyncLifetime, IDisposable
{
    private const int RunsOfEach = 40;
    private static readonly UserId Alice = new("alice");
    private readonly string _data = Directory.CreateTempSubdirectory("akkarealtime-").FullName;
    private readonly TestMeters _meters = new();
    private readonly ListLogger _log = new();
    private readonly List<MemorySocket> _sockets = [];
    private IHost _host = null!;

    public async Task InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["AkkaRealtime:DataDirectory"] = _data;
        builder.Configuration["AkkaRealtime:Limits:RateLimiting"] = "false";
        builder.Services.AddSingleton<IMeterFactory>(_meters);
        builder.Services.AddLogging(logging => logging.AddProvider(_log.Provider()));
        builder.Services.AddSingleton<ITokenValidator, NoTokens>();
        builder.Services.AddAkkaRealtime(builder.Configuration, realtime => realtime
            .Handle<TakeNote, TakeNote>("note.take", "note.taken", (_, note, _) => Task.FromResult<Reply<TakeNote>>(note))
            .Topic("prices", o => o.Keep = 10)
            .Domain<WhiteboardDomain>());
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

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Should_refuse_a_signal_whose_text_is_no_Unicode_and_renegotiate_nobodys_call()
    {
        var alice = await ConnectAsync(Alice);
        var (_, call, _) = await SettleAsync(alice);
        foreach (var to in new[] { "bob/laptop", "#sfu/publish" })
        {
            alice.Send("call.signal", $$$"""{"ref":"{{{to}}}","callId":"{{{call}}}","to":"{{{to}}}","candidate":{"candidate":"\ud800"}}""");
            var error = (await AnswerAsync(alice, to)).GetProperty("data");
            Assert.Equal(("bad-request", "candidate"), (error.GetProperty("code").GetString(), error.GetProperty("field").GetString()));
        }

        Assert.Equal(0, _meters["akkarealtime.actor.restarts"]);
    }

    [Fact]
    public async Task Should_answer_every_request_of_the_catalog_whatever_JSON_it_carries()
    {
        var alice = await ConnectAsync(Alice);
        var (room, call, message) = await SettleAsync(alice);
        var samples = SampleRequests.Of(room, call, message).ToList();
        var catalog = _host.Services.GetRequiredService<RequestCatalog>();
        Assert.Superset(samples.Select(s => s.Type).ToHashSet(), catalog.Types.ToHashSet());
        string[] harmless = ["session.auth", "chat.leave", "call.leave", "call.end", "call.accept", "call.decline", "call.cancel", "call.join", "call.ice", "call.list", "call.remove"];
        Assert.Empty(catalog.Types.Except([.. samples.Select(s => s.Type), .. harmless]));
        var json = new HostileJson(seed: 12);
        var number = 0;
        foreach (var (type, members) in samples)
        {
            for (var i = 0; i < RunsOfEach; i++)
                alice.Send(type, $$"""{"ref":"{{(++number).ToString(CultureInfo.InvariantCulture)}}",{{json.Damage(members)}}}""".Replace(",}", "}", StringComparison.Ordinal));

            // One that each router has to answer, behind all of these.
            foreach (var (barrier, data) in Barriers(room, call))
            {
                var @ref = $"{barrier}:{number.ToString(CultureInfo.InvariantCulture)}";
                alice.Send(barrier, $$"""{"ref":"{{@ref}}"{{data}}}""");
                await AnswerAsync(alice, @ref);
            }

            Assert.True(_meters["akkarealtime.actor.restarts"] == 0, $"{type}: {string.Join('\n', _log.Causes)}");
        }

        Assert.Equal(0, _meters["akkarealtime.errors:internal"]);
        Assert.Empty(_log.Of(LogLevel.Error));
    }

    [Fact]
    public async Task Should_wake_nobody_who_is_not_connected_when_a_room_of_a_thousand_is_made()
    {
        var (alice, bob) = (await ConnectAsync(Alice), await ConnectAsync(new UserId("bob")));
        var names = string.Join(',', Enumerable.Range(0, 900).Select(i => $"\"nobody{i.ToString(CultureInfo.InvariantCulture)}\""));
        alice.Send("chat.create", $$"""{"ref":"1","kind":"group","name":"All","members":["bob",{{names}}]}""");
        await AnswerAsync(alice, "1");

        Assert.Equal(902, (await bob.NextAsync("chat.room")).GetProperty("room").GetProperty("members").GetInt32());

        var region = _host.Services.GetRequiredService<RealtimeNode>().Actor<UserActor>();
        var state = await region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, Patient.Wait);
        Assert.Equal(["alice", "bob"], state.Shards.SelectMany(s => s.EntityIds).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Should_count_the_restart_of_any_actor_at_the_top_and_log_it_once()
    {
        var system = _host.Services.GetRequiredService<RealtimeNode>().System;
        var failing = system.ActorOf(Props.Create(() => new Failing()), "failing");
        failing.Tell("fail");
        await _meters.ReachesAsync("akkarealtime.actor.restarts:failing", 1);
        Assert.Equal("fine", await failing.Ask<string>("go on", Patient.Wait));
        Assert.Equal(["1101 The actor failing failed and starts anew."], _log.Of(LogLevel.Error));
    }

    private static IEnumerable<(string Type, string Data)> Barriers(string room, string call) =>
    [
        ("chat.history", $",\"room\":\"{room}\""),
        ("chat.read", $",\"room\":\"{room}\",\"seq\":1"),
        ("call.ice", $",\"callId\":\"{call}\""),
        ("status.get", ",\"users\":[\"bob\"]"),
        ("topic.subscribe", ",\"topic\":\"prices\""),
        ("whiteboard.open", ",\"board\":\"b\""),
        ("note.take", ",\"note\":1"),
    ];

    // A room of two with a message in it, and a call.
    private static async Task<(string Room, string Call, string Message)> SettleAsync(MemorySocket alice)
    {
        alice.Send("chat.create", """{"ref":"room","kind":"group","name":"Tea","members":["bob"]}""");
        var room = (await AnswerAsync(alice, "room")).GetProperty("data").GetProperty("room").GetProperty("id").GetString()!;
        alice.Send("chat.send", $$"""{"ref":"send","room":"{{room}}","key":"first","text":"hello"}""");
        var message = (await AnswerAsync(alice, "send")).GetProperty("data").GetProperty("id").GetString()!;
        alice.Send("call.start", $$"""{"ref":"call","room":"{{room}}","media":"audio","key":"call"}""");
        var call = (await AnswerAsync(alice, "call")).GetProperty("data").GetProperty("call").GetProperty("id").GetString()!;
        return (room, call, message);
    }

    // Past whatever else comes.
    private static async Task<JsonElement> AnswerAsync(MemorySocket socket, string @ref)
    {
        while (true)
        {
            var frame = await socket.NextFrameAsync();
            Assert.False(frame.StartsWith("close:", StringComparison.Ordinal), frame);
            if (!frame.StartsWith("text:", StringComparison.Ordinal))
                continue;
            var envelope = JsonDocument.Parse(frame["text:".Length..], new JsonDocumentOptions { MaxDepth = 100 }).RootElement;
            if (envelope.GetProperty("data").TryGetProperty("ref", out var given) && given.GetString() == @ref)
                return envelope;
        }
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

    /// <summary>A request of the host's that carries whatever a client likes, and gives it back.</summary>
    public sealed record TakeNote(JsonElement? Note);

    private sealed class Failing : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "fail")
                throw new InvalidOperationException("A bug.");
            Sender.Tell("fine");
        }
    }

    private sealed class NoTokens : ITokenValidator
    {
        public ValueTask<Identity?> ValidateAsync(string token, CancellationToken cancel) => new((Identity?)null);
    }
}
