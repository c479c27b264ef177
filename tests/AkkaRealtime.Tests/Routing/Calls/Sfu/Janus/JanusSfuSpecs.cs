using System.Diagnostics.Metrics;
using System.Text.Json;
using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Clustering;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Settings;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Sfu.Janus;
using AkkaRealtime.Routing.Calls.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Sfu.Janus;

/// <summary>The way to Januses, against peers that speak their protocol over real sockets.</summary>
public sealed class JanusSfuSpecs : VirtualTimeSpec, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly CallId Another = CallId.New(CallData.Room, CallData.At(1));
    private readonly ServiceProvider _metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SfuOptions _options = new() { MaxParticipants = 9, Bitrate = 300_000, Simulcast = false };
    private readonly SfuStatus _status = new();
    private readonly ScriptedJanus _janus = new();
    private readonly TestProbe _owner;
    private readonly RealtimeMetrics _meters;

    public JanusSfuSpecs(ITestOutputHelper output)
        : base(output)
    {
        _owner = CreateTestProbe("owner");
        _meters = new RealtimeMetrics(_metrics.GetRequiredService<IMeterFactory>());
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _janus.DisposeAsync();
        await _metrics.DisposeAsync();
    }

    [Fact]
    public async Task Should_make_a_room_that_only_the_secrets_open()
    {
        var sfu = Start(new JanusOptions(_janus.Url, "api", "admin"));
        await _janus.AskedAsync("attach");
        var place = (await OpenAsync(sfu)).Place;
        var create = await _janus.AskedAsync("create");
        Assert.Equal("api", create.GetProperty("apisecret").GetString());
        var body = create.GetProperty("body");
        Assert.Equal(("admin", place.Secret), (body.GetProperty("admin_key").GetString(), body.GetProperty("secret").GetString()));
        Assert.Equal((9, 300_000), (body.GetProperty("publishers").GetInt32(), body.GetProperty("bitrate").GetInt32()));
        Assert.NotEmpty(body.GetProperty("allowed").EnumerateArray());
        Assert.Equal((9, 300_000, false), (place.MaxParticipants, place.Bitrate, place.Simulcast));
    }

    [Fact]
    public async Task Should_let_each_participant_in_by_a_token_and_offer_everybody_what_the_others_send()
    {
        var (sfu, place) = await OpenedAsync();
        var alice = await PublishAsync(sfu, place, "alice/d");
        var bob = await PublishAsync(sfu, place, "bob/d");
        Assert.NotEqual(alice.Token, bob.Token);
        await _janus.HappenAsync("webrtcup", alice.Handle);
        var offer = await _owner.ExpectMsgAsync<SfuSignalled>(Patience);
        Assert.Equal(("bob/d", SfuLeg.Subscribe), (offer.Participant, offer.Leg));
        Assert.Equal([new SfuStream("0", "alice/d", "video")], offer.Streams);
        Answer(sfu, place, "bob/d");
        await _janus.AskedAsync("start");
    }

    [Fact]
    public async Task Should_have_one_offer_at_a_time_and_put_what_changed_meanwhile_into_the_next()
    {
        var (sfu, place) = await OpenedAsync();
        var alice = await PublishAsync(sfu, place, "alice/d");
        var bob = await PublishAsync(sfu, place, "bob/d");
        var carol = await PublishAsync(sfu, place, "carol/d");
        var dave = await PublishAsync(sfu, place, "dave/d");
        await _janus.HappenAsync("webrtcup", alice.Handle);
        for (var offers = 0; offers < 3; offers++)
            await _owner.ExpectMsgAsync<SfuSignalled>(Patience);
        await _janus.HappenAsync("webrtcup", bob.Handle);
        Assert.Equal("alice/d", (await _owner.ExpectMsgAsync<SfuSignalled>(Patience)).Participant);
        await _janus.HappenAsync("webrtcup", carol.Handle);
        Answer(sfu, place, "dave/d");
        var update = await _janus.AskedAsync("update");
        Assert.Equal([bob.Feed, carol.Feed], update.GetProperty("body").GetProperty("subscribe").EnumerateArray().Select(s => s.GetProperty("feed").GetInt64()));
        Assert.Equal("dave/d", (await _owner.ExpectMsgAsync<SfuSignalled>(Patience)).Participant);
        Assert.NotEqual(0, dave.Handle);
    }

    [Fact]
    public async Task Should_begin_anew_with_a_participant_whose_page_was_loaded_again()
    {
        var (sfu, place) = await OpenedAsync();
        var before = await PublishAsync(sfu, place, "alice/d", session: 1);
        var after = await PublishAsync(sfu, place, "alice/d", session: 2);
        Assert.NotEqual(before.Handle, after.Handle);
        Assert.NotEqual(before.Feed, after.Feed);
    }

    [Fact]
    public async Task Should_tell_a_participant_what_Janus_refused()
    {
        var (sfu, place) = await OpenedAsync();
        _janus.Refuses.Add("joinandconfigure");
        Offer(sfu, place, "alice/d", 1, "r9");
        var failed = await _owner.ExpectMsgAsync<SfuFailed>(Patience);
        Assert.Equal(("alice/d", "r9", ErrorCode.Unavailable), (failed.Participant, failed.Ref, failed.Error.Code));
    }

    [Fact]
    public async Task Should_tell_a_participant_when_Janus_does_not_answer_in_time()
    {
        var (sfu, place) = await OpenedAsync();
        _janus.Ignores.Add("allowed");
        Offer(sfu, place, "alice/d", 1, "r9");
        await _janus.AskedAsync("allowed");
        Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("r9", (await _owner.ExpectMsgAsync<SfuFailed>(Patience)).Ref);
    }

    [Fact]
    public async Task Should_refuse_at_once_while_no_Janus_is_there()
    {
        await _janus.DisposeAsync();
        var sfu = Start(new JanusOptions(_janus.Url));
        sfu.Tell(new ChooseSfu(CallData.Id), _owner);
        await _owner.ExpectMsgAsync<SfuRefused>(Patience);
        sfu.Tell(new OpenSfuRoom(CallData.Id, PlaceAt(_janus)), _owner);
        await _owner.ExpectMsgAsync<SfuRefused>(Patience);
        Assert.Equal(0, _status.Up);
    }

    [Fact]
    public async Task Should_make_rooms_again_in_another_session_when_the_connection_broke()
    {
        var (sfu, place) = await OpenedAsync();
        await PublishAsync(sfu, place, "alice/d");
        _janus.Break();
        var again = await UntilOpenedAgainAsync();
        Assert.NotEqual(place.Session, again.Place.Session);
        Assert.Equal(place with { Session = again.Place.Session }, again.Place);
        await PublishAsync(sfu, again.Place, "alice/d");
        Assert.Equal(1, _status.Up);
    }

    [Fact]
    public async Task Should_give_up_a_session_whose_sign_of_life_is_not_answered()
    {
        var (_, place) = await OpenedAsync();
        _janus.Ignores.Add("keepalive");
        Advance(TimeSpan.FromSeconds(25));
        await _janus.AskedAsync("keepalive");
        var again = await UntilOpenedAgainAsync();
        Assert.NotEqual(place.Session, again.Place.Session);
    }

    [Fact]
    public async Task Should_go_on_with_another_Janus_when_one_stays_away()
    {
        await using var other = new ScriptedJanus();
        var sfu = Start(new JanusOptions(_janus.Url), new JanusOptions(other.Url));
        await _janus.AskedAsync("attach");
        await other.AskedAsync("attach");
        var first = (await OpenAsync(sfu)).Place.Address;
        await (first == _janus.Url ? _janus : other).DisposeAsync();
        var chosen = await UntilToldAsync<SfuChosen>();
        Assert.Equal(first == _janus.Url ? other.Url : _janus.Url, chosen.Place.Address);
        sfu.Tell(new OpenSfuRoom(chosen.Call, chosen.Place), _owner);
        await _owner.ExpectMsgAsync<SfuOpened>(Patience);
    }

    [Fact]
    public async Task Should_spread_calls_by_load()
    {
        await using var other = new ScriptedJanus();
        var sfu = await StartBothAsync(other);
        var first = await OpenAsync(sfu);
        sfu.Tell(new ChooseSfu(Another), _owner);
        var second = await _owner.ExpectMsgAsync<SfuChosen>(Patience);
        Assert.NotEqual(first.Place.Address, second.Place.Address);
    }

    [Fact]
    public async Task Should_spread_calls_that_come_at_the_same_moment()
    {
        await using var other = new ScriptedJanus();
        var sfu = await StartBothAsync(other);
        for (var i = 0; i < 4; i++)
            sfu.Tell(new ChooseSfu(CallId.New(CallData.Room, CallData.At(i + 1))), _owner);
        var chosen = new List<string>();
        for (var i = 0; i < 4; i++)
            chosen.Add((await _owner.ExpectMsgAsync<SfuChosen>(Patience)).Place.Address);
        Assert.Equal(2, chosen.Count(c => c == other.Url));
    }

    [Fact]
    public async Task Should_end_the_room_with_the_call()
    {
        var (sfu, place) = await OpenedAsync();
        sfu.Tell(new CloseSfuRoom(CallData.Id, place), _owner);
        var destroy = await _janus.AskedAsync("destroy");
        Assert.Equal(place.Secret, destroy.GetProperty("body").GetProperty("secret").GetString());
        Assert.Equal(new SfuClosed(CallData.Id, place), await _owner.ExpectMsgAsync<SfuClosed>(Patience));
    }

    [Fact]
    public async Task Should_count_a_room_that_Janus_does_not_know_as_ended()
    {
        var (sfu, _) = await OpenedAsync();
        _janus.Refuses.Add("destroy");
        var unknown = PlaceAt(_janus);
        sfu.Tell(new CloseSfuRoom(Another, unknown), _owner);
        Assert.Equal(new SfuClosed(Another, unknown), await _owner.ExpectMsgAsync<SfuClosed>(Patience));
    }

    [Fact]
    public async Task Should_count_a_room_of_a_Janus_that_is_configured_no_more_as_ended()
    {
        var (sfu, _) = await OpenedAsync();
        var elsewhere = PlaceAt(_janus) with { Address = "ws://elsewhere" };
        sfu.Tell(new CloseSfuRoom(Another, elsewhere), _owner);
        await _owner.ExpectMsgAsync<SfuClosed>(Patience);
        sfu.Tell(new OpenSfuRoom(Another, elsewhere), _owner);
        Assert.Equal(_janus.Url, (await _owner.ExpectMsgAsync<SfuChosen>(Patience)).Place.Address);
    }

    [Fact]
    public async Task Should_end_a_room_whose_call_ended_while_the_way_to_Janus_was_lost()
    {
        var (sfu, place) = await OpenedAsync();
        _janus.Break();
        await AwaitConditionAsync(() => Task.FromResult(_status.Up == 0), Patience);
        sfu.Tell(new CloseSfuRoom(CallData.Id, place), _owner);
        Assert.Equal(place, (await UntilToldAsync<SfuClosed>()).Place);
        await _janus.AskedAsync("destroy");
    }

    [Fact]
    public async Task Should_ask_again_where_Janus_does_not_say_that_the_room_is_gone()
    {
        var (sfu, place) = await OpenedAsync();
        _janus.Ignores.Add("destroy");
        sfu.Tell(new CloseSfuRoom(CallData.Id, place), _owner);
        await _janus.AskedAsync("destroy");
        Advance(TimeSpan.FromSeconds(11));
        await _janus.AskedAsync("destroy");
    }

    [Fact]
    public async Task Should_make_another_room_of_a_call_only_once_the_one_before_is_gone()
    {
        var (sfu, place) = await OpenedAsync();
        _janus.Ignores.Add("destroy");
        sfu.Tell(new CloseSfuRoom(CallData.Id, place), _owner);
        await _janus.AskedAsync("destroy");
        var next = place with { Secret = "next", Session = "" };
        sfu.Tell(new OpenSfuRoom(CallData.Id, next), _owner);
        await _owner.ExpectNoMsgAsync(TimeSpan.Zero);
        _janus.Ignores.Clear();
        Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(place, (await _owner.ExpectMsgAsync<SfuClosed>(Patience)).Place);
        Assert.Equal("next", (await _owner.ExpectMsgAsync<SfuOpened>(Patience)).Place.Secret);
    }

    private IActorRef Start(params JanusOptions[] servers)
    {
        var services = new SfuServices(Time, _options, _meters.Calls.Sfu, _status, NullLogger.Instance);
        return Sys.ActorOf(Props.Create(() => new JanusSfuActor(servers, services)).WithMailbox(LeanMailbox.Id));
    }

    private SfuPlace PlaceAt(ScriptedJanus janus) =>
        new(janus.Url, "secret", "", _options.MaxParticipants, _options.Bitrate, _options.Simulcast);

    // The link is up a moment after Janus has answered.
    private async Task<SfuOpened> OpenAsync(IActorRef sfu)
    {
        for (; ; )
        {
            sfu.Tell(new ChooseSfu(CallData.Id), _owner);
            if (await _owner.ExpectMsgAsync<ISfuAnswer>(Patience) is not SfuChosen chosen)
                continue;
            sfu.Tell(new OpenSfuRoom(chosen.Call, chosen.Place), _owner);
            return await _owner.ExpectMsgAsync<SfuOpened>(Patience);
        }
    }

    // Both links have said so.
    private async Task<IActorRef> StartBothAsync(ScriptedJanus other)
    {
        var sfu = Start(new JanusOptions(_janus.Url), new JanusOptions(other.Url));
        await AwaitConditionAsync(() => Task.FromResult(_status.Up == 2), Patience);
        var links = CreateTestProbe();
        Sys.ActorSelection(sfu.Path / "*").Tell(new Identify(1), links);
        await links.ExpectMsgAsync<ActorIdentity>(Patience);
        await links.ExpectMsgAsync<ActorIdentity>(Patience);
        return sfu;
    }

    private async Task<(IActorRef Sfu, SfuPlace Place)> OpenedAsync()
    {
        var sfu = Start(new JanusOptions(_janus.Url));
        await _janus.AskedAsync("attach");
        return (sfu, (await OpenAsync(sfu)).Place);
    }

    private Task<SfuOpened> UntilOpenedAgainAsync() => UntilToldAsync<SfuOpened>();

    // Pauses grow, and sockets are real: time passes until there is news.
    private async Task<T> UntilToldAsync<T>()
        where T : ISfuAnswer
    {
        for (var i = 0; i < 600; i++)
        {
            Advance(TimeSpan.FromSeconds(1));
            if (await _owner.ReceiveOneAsync(TimeSpan.FromMilliseconds(50)) is T told)
                return told;
        }

        throw new TimeoutException($"The owner was not told {typeof(T).Name}.");
    }

    private async Task<(long Handle, long Feed, string? Token)> PublishAsync(IActorRef sfu, SfuPlace place, string participant, int session = 1)
    {
        Offer(sfu, place, participant, session, null);
        JsonElement join;
        do
            join = await _janus.AskedAsync("joinandconfigure");
        while (join.GetProperty("body").GetProperty("display").GetString() != participant);
        var answer = await _owner.ExpectMsgAsync<SfuSignalled>(Patience);
        Assert.Equal((participant, SfuLeg.Publish), (answer.Participant, answer.Leg));
        var body = join.GetProperty("body");
        return (join.GetProperty("handle_id").GetInt64(), body.GetProperty("id").GetInt64(), body.GetProperty("token").GetString());
    }

    private void Offer(IActorRef sfu, SfuPlace place, string participant, int session, string? @ref) => sfu.Tell(
        new SfuSignal(CallData.Id, place, participant, @ref, SfuLeg.Publish, JsonElement.Parse($$"""{"type":"offer","sdp":"v=0\r\no=- {{session}} 1 IN IP4 0.0.0.0"}"""), null), _owner);

    private void Answer(IActorRef sfu, SfuPlace place, string participant) => sfu.Tell(
        new SfuSignal(CallData.Id, place, participant, null, SfuLeg.Subscribe, JsonElement.Parse("""{"type":"answer","sdp":"o=- 5 1"}"""), null), _owner);
}
