using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Tests.Routing.Calls.Owner;
using Xunit.Sdk;

namespace AkkaRealtime.Tests.Routing.Calls;

/// <summary>Calls on a whole node: the domain with the room's log, the users' entities and the store that it really has.</summary>
public sealed class CallNodeSpecs : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("calls").FullName;
    private CallNode _node = null!;

    public async Task InitializeAsync() => _node = await CallNode.StartAsync(_directory);

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Should_ring_at_every_device_talk_hang_up_and_stand_in_the_log()
    {
        var (alice, _) = await _node.ConnectAsync("alice");
        var (laptop, _) = await _node.ConnectAsync("bob");
        var (phone, _) = await _node.ConnectAsync("bob", "phone");
        alice.Send("call.start", new { user = "bob", media = "video", key = "k" });
        var call = (await alice.NextAsync("call.started")).GetProperty("call");
        var callId = call.GetProperty("id").GetString()!;
        Assert.Equal("bob", (await alice.NextAsync("call.ringing")).GetProperty("user").GetString());
        var incoming = await laptop.NextAsync("call.incoming");
        Assert.Equal((callId, "alice"), (incoming.GetProperty("call").GetProperty("id").GetString(), incoming.GetProperty("from").GetString()));
        await phone.NextAsync("call.incoming");

        var (late, ringing) = await _node.ConnectAsync("bob", "tablet");
        Assert.Equal(callId, Assert.Single(ringing).Id.Value);

        phone.Send("call.accept", new { callId });
        Assert.Equal(2, (await phone.NextAsync("call.joined")).GetProperty("call").GetProperty("participants").GetArrayLength());
        Assert.Equal("bob/phone", (await laptop.NextAsync("call.answered-elsewhere")).GetProperty("by").GetString());
        await late.NextAsync("call.answered-elsewhere");
        await alice.NextAsync("call.participant-joined");
        alice.Send("call.signal", new { callId, to = "bob/phone", description = new { type = "offer", sdp = "v=0" } });
        Assert.Equal("v=0", (await phone.NextAsync("call.signal")).GetProperty("description").GetProperty("sdp").GetString());

        alice.Send("call.leave", new { callId });
        await alice.NextAsync("call.ok");
        Assert.Equal("hangup", (await phone.NextAsync("call.ended")).GetProperty("reason").GetString());
        await laptop.NextAsync("call.ended");
        var room = new RoomId(call.GetProperty("room").GetString()!);
        Assert.Contains("\"outcome\":\"hangup\"", await LoggedAsync(room), StringComparison.Ordinal);
        laptop.Send("call.history", new { });
        var entry = Assert.Single((await laptop.NextAsync("call.history")).GetProperty("calls").EnumerateArray());
        Assert.Equal((callId, "hangup", false), (entry.GetProperty("id").GetString(), entry.GetProperty("outcome").GetString(), entry.GetProperty("missed").GetBoolean()));
        Assert.Empty((await _node.ConnectAsync("bob", "tv")).Calls);
    }

    [Fact]
    public async Task Should_answer_busy_for_who_is_in_another_call()
    {
        var (alice, _) = await _node.ConnectAsync("alice");
        var (bob, _) = await _node.ConnectAsync("bob");
        var (carol, _) = await _node.ConnectAsync("carol");
        await TalkAsync(alice, bob);
        carol.Send("call.start", new { user = "bob", media = "audio", key = "k" });
        await carol.NextAsync("call.started");
        await carol.NextAsync("call.busy");
        Assert.Equal("busy", (await carol.NextAsync("call.ended")).GetProperty("reason").GetString());
        Assert.Equal("carol", (await bob.NextAsync("call.missed")).GetProperty("from").GetString());

        bob.Send("call.start", new { user = "carol", media = "audio", key = "b" });
        Assert.Equal("busy", (await bob.NextAsync("error")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Should_make_one_call_of_two_that_cross()
    {
        var (alice, _) = await _node.ConnectAsync("alice");
        var (bob, _) = await _node.ConnectAsync("bob");
        alice.Send("call.start", new { user = "bob", media = "video", key = "a" });
        bob.Send("call.start", new { user = "alice", media = "video", key = "b" });
        var ids = new List<string?>();
        foreach (var line in new[] { alice, bob })
        {
            // Whose request came second may hear the ringing of the first one's call before the reply.
            JsonElement? started = null;
            while (started is null)
            {
                var envelope = await line.NextAsync<EncodedEnvelope>();
                if (envelope.ToString().Contains("call.started", StringComparison.Ordinal))
                    started = CallSpec.DataOf(envelope, "call.started");
                else if (envelope.ToString().Contains("\"error\"", StringComparison.Ordinal))
                    throw new XunitException(envelope.ToString());
            }

            ids.Add(started.Value.GetProperty("call").GetProperty("id").GetString());
        }

        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task Should_go_on_with_a_call_after_the_node_was_started_again()
    {
        var (alice, _) = await _node.ConnectAsync("alice");
        var (bob, _) = await _node.ConnectAsync("bob");
        var callId = await TalkAsync(alice, bob);
        await _node.DisposeAsync();
        _node = await CallNode.StartAsync(_directory);
        (alice, _) = await _node.ConnectAsync("alice", tab: 2);
        (bob, _) = await _node.ConnectAsync("bob", tab: 2);
        bob.Send("call.join", new { callId });
        Assert.Equal("active", (await bob.NextAsync("call.joined")).GetProperty("call").GetProperty("state").GetString());
        alice.Send("call.join", new { callId });
        await alice.NextAsync("call.joined");
        Assert.Equal("reconnected", (await bob.NextAsync("call.participant-joined")).GetProperty("reason").GetString());
        bob.Send("call.signal", new { callId, to = "alice/laptop", candidate = new { candidate = "" } });
        await alice.NextAsync("call.signal");
    }

    private static async Task<string> TalkAsync(CallNode.Line caller, CallNode.Line callee)
    {
        caller.Send("call.start", new { user = callee.Caller.User.Value, media = "video", key = "k" });
        var callId = (await callee.NextAsync("call.incoming")).GetProperty("call").GetProperty("id").GetString()!;
        callee.Send("call.accept", new { callId });
        await callee.NextAsync("call.joined");
        await caller.NextAsync("call.started");
        await caller.NextAsync("call.ringing");
        await caller.NextAsync("call.participant-joined");
        return callId;
    }

    private async Task<string> LoggedAsync(RoomId room)
    {
        await foreach (var frames in _node.Follow(room).ReadAllAsync().WithCancellation(new CancellationTokenSource(Patient.Wait).Token))
        {
            if (frames.Contains("chat.call", StringComparison.Ordinal))
                return frames;
        }

        return "";
    }
}
