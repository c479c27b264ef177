using System.Diagnostics.Metrics;
using System.Text.Json;
using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Router;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Settings;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Routing.Calls.Owner;
using AkkaRealtime.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Router;

public sealed class CallRouterActorSpecs : VirtualTimeSpec
{
    private readonly ServiceProvider _metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SpecStore _store = new();
    private int _kept;
    private readonly TestProbe _calls;
    private readonly TestProbe _chat;
    private readonly TestProbe _connection;
    private readonly TestProbe _users;
    private readonly IActorRef _router;

    public CallRouterActorSpecs(ITestOutputHelper output)
        : base(output)
    {
        _calls = CreateTestProbe("calls");
        _chat = CreateTestProbe("chat");
        _connection = CreateTestProbe("connection");
        _users = CreateTestProbe("users");
        var metrics = new RealtimeMetrics(_metrics.GetRequiredService<IMeterFactory>());
        var services = new CallServices(Time, new CallOptions(), _store.Calls, _store, metrics, NullLogger.Instance, _users, CreateTestProbe());
        _router = Sys.ActorOf(Props.Create(() => new CallRouterActor(services, _calls, _chat)));
    }

    [Fact]
    public async Task Should_hand_a_request_to_the_owner_of_the_calls_room()
    {
        Send(new CallAcceptRequest(CallData.Id));
        Assert.Equal(new CallCommand(CallData.Room, CallData.Bob, "r", new CallAcceptRequest(CallData.Id)), await _calls.ExpectMsgAsync<CallCommand>());
        Assert.Equal(_connection.Ref, _calls.LastSender);
    }

    [Fact]
    public async Task Should_hand_a_start_by_room_to_the_rooms_owner()
    {
        Send(new CallStartRequest(CallData.Room, null, "video", "key"));
        Assert.Equal(CallData.Room, (await _calls.ExpectMsgAsync<CallCommand>()).Room);
        Assert.Equal(_connection.Ref, _calls.LastSender);
    }

    [Fact]
    public async Task Should_hand_a_start_by_user_to_the_owner_of_their_direct_room()
    {
        Send(new CallStartRequest(null, CallData.Alice.User, "video", "key"));
        var open = await _chat.ExpectMsgAsync<OpenDirectRoom>();
        Assert.Equal((CallData.Bob, CallData.Alice.User), (open.Caller, open.Other));
        _router.Tell(new DirectRoom(open.Token, CallData.Room, null), _chat);
        var command = await _calls.ExpectMsgAsync<CallCommand>();
        Assert.Equal(new CallCommand(CallData.Room, CallData.Bob, "r", new CallStartRequest(CallData.Room, null, "video", "key")), command);
        Assert.Equal(_connection.Ref, _calls.LastSender);
    }

    [Fact]
    public async Task Should_pass_on_why_there_is_no_direct_room()
    {
        Send(new CallStartRequest(null, CallData.Alice.User, "video", "key"));
        var open = await _chat.ExpectMsgAsync<OpenDirectRoom>();
        _router.Tell(new DirectRoom(open.Token, null, new RequestError(ErrorCode.NotFound, "No.")), _chat);
        await ExpectErrorAsync("not-found");
    }

    [Fact]
    public async Task Should_give_up_where_the_direct_room_does_not_come()
    {
        Send(new CallStartRequest(null, CallData.Alice.User, "video", "key"));
        var open = await _chat.ExpectMsgAsync<OpenDirectRoom>();
        await SettleAsync();
        Advance(TimeSpan.FromSeconds(5));
        await ExpectErrorAsync("unavailable");
        _router.Tell(new DirectRoom(open.Token, CallData.Room, null), _chat);
        await SettleAsync();
        await _calls.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_call_nobody_for_who_calls_themselves()
    {
        Send(new CallStartRequest(null, CallData.Bob.User, "video", "key"));
        Assert.Equal("user", (await ExpectErrorAsync("bad-request")).GetProperty("field").GetString());
        await _chat.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData(".")]
    [InlineData("019b76daa80075cda6710031d0600582")]
    [InlineData("019b76daa80075cda6710031d0600582.x")]
    [InlineData("room.019b76daa80075cda6710031d0600582")]
    public async Task Should_not_find_what_can_be_no_call(string id)
    {
        Send(new CallAcceptRequest(new CallId(id)));
        await ExpectErrorAsync("not-found");
        Send(new CallSignalRequest(new CallId(id), "alice/laptop", null, JsonSerializer.SerializeToElement(new { candidate = "" })));
        await ExpectErrorAsync("not-found");
        await _calls.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_encode_a_signal_as_the_other_will_get_it()
    {
        var description = JsonDocument.Parse("""{"type":"offer","sdp":"v=0\r\n…","extra":[1,null]}""").RootElement;
        Send(new CallSignalRequest(CallData.Id, "alice/laptop", description, null, 7));
        var relay = await _calls.ExpectMsgAsync<RelaySignal>();
        Assert.Equal((CallData.Room, CallData.Id, "alice/laptop", CallData.Bob, 7), (relay.Room, relay.Call, relay.To, relay.Caller, relay.Entry));
        var data = CallSpec.DataOf(relay.Envelope, "call.signal");
        Assert.Equal("bob/laptop", data.GetProperty("from").GetString());
        Assert.True(JsonElement.DeepEquals(description, data.GetProperty("description")));
        Assert.False(data.TryGetProperty("candidate", out _));
        Assert.False(data.TryGetProperty("to", out _));
    }

    [Fact]
    public async Task Should_count_missed_calls_with_the_history()
    {
        Keep(Missed(), missed: true);
        Keep(CallData.Ended());
        foreach (var _ in Enumerable.Range(0, 6))
            Keep(Missed(), missed: true);
        Send(new CallHistoryRequest(null, null));
        var history = CallSpec.DataOf(await _connection.ExpectMsgAsync<EncodedEnvelope>(), "call.history");
        Assert.Equal(7, history.GetProperty("missed").GetInt32());
        var (missed, talked) = (history.GetProperty("calls")[0], history.GetProperty("calls")[1]);
        Assert.Equal(("incoming", true, true), (missed.GetProperty("direction").GetString(), missed.GetProperty("missed").GetBoolean(), missed.GetProperty("unseen").GetBoolean()));
        Assert.False(talked.TryGetProperty("unseen", out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_reply_that_calls_are_seen_once_it_is_kept_and_tell_the_other_devices(bool all)
    {
        _store.Silent = true;
        var call = Keep(Missed(), missed: true);
        Keep(Missed(), missed: true);
        Keep(Missed(), missed: true);
        CallId? which = all ? null : call;
        Send(new CallSeenRequest(which));
        await SettleAsync();
        await _connection.ExpectNoMsgAsync(TimeSpan.Zero);
        var seen = Assert.Single(_store.Saved<SaveCallsSeen>());
        Assert.Equal((CallData.Bob.User, which), (seen.User, seen.Call));
        _router.Tell(new Saved(seen), ActorRefs.NoSender);
        var reply = CallSpec.DataOf(await _connection.ExpectMsgAsync<EncodedEnvelope>(), "call.ok");
        var tell = await _users.ExpectMsgAsync<TellUser>();
        Assert.Equal((CallData.Bob.User, (SessionId?)CallData.Bob.Session), (tell.User, tell.ExceptSession));
        var left = CallSpec.DataOf(tell.Envelope, "call.unseen");
        Assert.Equal(all ? 0 : 2, left.GetProperty("missed").GetInt32());
        Assert.Equal(left.GetRawText(), JsonSerializer.Serialize(new { missed = reply.GetProperty("missed").GetInt32(), revision = reply.GetProperty("revision").GetInt64() }));
    }

    [Fact]
    public async Task Should_tell_how_many_missed_calls_there_are_as_of_when()
    {
        Keep(Missed(), missed: true);
        var first = await RevisionAsync(1);
        Assert.Equal(first, await RevisionAsync(1));
        Keep(Missed(), missed: true);
        Assert.True(await RevisionAsync(2) > first);

        async Task<long> RevisionAsync(int missed)
        {
            Send(new CallHistoryRequest(null, 1));
            var history = CallSpec.DataOf(await _connection.ExpectMsgAsync<EncodedEnvelope>(), "call.history");
            Assert.Equal(missed, history.GetProperty("missed").GetInt32());
            return history.GetProperty("revision").GetInt64();
        }
    }

    [Fact]
    public async Task Should_not_say_that_calls_are_seen_where_that_could_not_be_kept()
    {
        _store.Failing = true;
        Send(new CallSeenRequest(null));
        await ExpectErrorAsync("unavailable");
        (_store.Failing, _store.Full) = (false, true);
        Send(new CallSeenRequest(null));
        await ExpectErrorAsync("unavailable");
        await _users.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_list_the_calls_that_go_on_in_a_users_rooms()
    {
        _store.MakeRoom(CallData.Room, "group", CallData.Bob.User, CallData.Alice.User, CallData.Carol.User);
        _store.Keep(Stored(CallData.ActiveGroup()) with { Live = true }, []);
        Send(new CallListRequest());
        var list = CallSpec.DataOf(await _connection.ExpectMsgAsync<EncodedEnvelope>(), "call.list").GetProperty("calls");
        Assert.Equal(("active", "carol"), (list[0].GetProperty("state").GetString(), list[0].GetProperty("ringing")[0].GetString()));
        _store.Keep(Stored(CallData.Ended()) with { Live = true }, []);
        Send(new CallListRequest());
        list = CallSpec.DataOf(await _connection.ExpectMsgAsync<EncodedEnvelope>(), "call.list").GetProperty("calls");
        Assert.Equal(0, list.GetArrayLength());
    }

    [Fact]
    public async Task Should_read_the_history_in_pages()
    {
        var newest = Keep(CallData.Ended());
        CallId[] before = [Keep(CallData.Ended()), Keep(Missed())];
        Keep(CallData.Ended());
        Send(new CallHistoryRequest(newest, 2));
        var history = CallSpec.DataOf(await _connection.ExpectMsgAsync<EncodedEnvelope>(), "call.history");
        Assert.True(history.GetProperty("more").GetBoolean());
        var calls = history.GetProperty("calls").EnumerateArray().ToList();
        Assert.Equal(before.Select(c => c.Value), calls.Select(c => c.GetProperty("id").GetString()));
        Assert.Equal(("hangup", 60_000, false), (calls[0].GetProperty("outcome").GetString(), calls[0].GetProperty("durationMs").GetInt64(), calls[0].GetProperty("missed").GetBoolean()));
        Assert.Equal(("timeout", 0, true), (calls[1].GetProperty("outcome").GetString(), calls[1].GetProperty("durationMs").GetInt64(), calls[1].GetProperty("missed").GetBoolean()));
        Assert.Equal(("alice", "Alice"), (calls[1].GetProperty("host").GetString(), calls[1].GetProperty("hostName").GetString()));
    }

    [Fact]
    public async Task Should_say_when_the_history_cannot_be_read()
    {
        _store.Gate = Task.FromException(new StoreUnavailableException("Down."));
        Send(new CallHistoryRequest(null, null));
        await ExpectErrorAsync("unavailable");
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _metrics.Dispose();
    }

    private static StoredCall Stored(Call call) =>
        new(call.Id, call.Room, false, call.StartedAt, StoredCalls.Encode(call, CallData.Start));

    private static Call Missed() => CallData.RingingOne().Advance(CallData.Rules, CallData.At(45)).Call;

    // Each one started a minute before the last.
    private CallId Keep(Call call, bool missed = false)
    {
        var at = CallData.Start.AddMinutes(-++_kept);
        var id = CallId.New(CallData.Room, at);
        _store.Keep(Stored(call with { Id = id }) with { StartedAt = at }, [CallData.Bob.User], missed ? [CallData.Bob.User] : null);
        return id;
    }

    private void Send(ICallRequest request) => _router.Tell(new ClientRequest(CallData.Bob, "r", request), _connection);

    private async Task<JsonElement> ExpectErrorAsync(string code)
    {
        var error = CallSpec.DataOf(await _connection.ExpectMsgAsync<EncodedEnvelope>(), "error");
        Assert.Equal((code, "r"), (error.GetProperty("code").GetString(), error.GetProperty("ref").GetString()));
        return error;
    }

    private async Task SettleAsync()
    {
        _router.Tell(new Identify(0), TestActor);
        await ExpectMsgAsync<ActorIdentity>();
    }
}
