using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Settings;
using AkkaRealtime.Routing.Calls.Sfu;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Sfu.Janus;

/// <summary>Which Janus a call goes to, and what becomes of its room when a Janus is lost.</summary>
public sealed class JanusSfuSpecs(ITestOutputHelper output) : JanusSpec(output)
{
    [Fact]
    public async Task Should_make_a_room_that_only_the_secrets_open()
    {
        var sfu = Start(new JanusOptions(Janus.Url, "api", "admin"));
        await Janus.AskedAsync("attach");
        var place = (await OpenAsync(sfu)).Place;
        var create = await Janus.AskedAsync("create");
        Assert.Equal("api", create.GetProperty("apisecret").GetString());
        var body = create.GetProperty("body");
        Assert.Equal(("admin", place.Secret), (body.GetProperty("admin_key").GetString(), body.GetProperty("secret").GetString()));
        Assert.Equal((9, 300_000), (body.GetProperty("publishers").GetInt32(), body.GetProperty("bitrate").GetInt32()));
        Assert.NotEmpty(body.GetProperty("allowed").EnumerateArray());
        Assert.Equal((9, 300_000, false), (place.MaxParticipants, place.Bitrate, place.Simulcast));
    }

    [Fact]
    public async Task Should_refuse_at_once_while_no_Janus_is_there()
    {
        await Janus.DisposeAsync();
        var sfu = Start(new JanusOptions(Janus.Url));
        sfu.Tell(new ChooseSfu(CallData.Id), Owner);
        await Owner.ExpectMsgAsync<SfuRefused>(Patience);
        sfu.Tell(new OpenSfuRoom(CallData.Id, PlaceAt(Janus)), Owner);
        await Owner.ExpectMsgAsync<SfuRefused>(Patience);
        Assert.Equal(0, Status.Up);
    }

    [Fact]
    public async Task Should_make_rooms_again_in_another_session_when_the_connection_broke()
    {
        var (sfu, place) = await OpenedAsync();
        await PublishAsync(sfu, place, "alice/d");
        Janus.Break();
        var again = await UntilOpenedAgainAsync();
        Assert.NotEqual(place.Session, again.Place.Session);
        Assert.Equal(place with { Session = again.Place.Session }, again.Place);
        await PublishAsync(sfu, again.Place, "alice/d");
        Assert.Equal(1, Status.Up);
    }

    [Fact]
    public async Task Should_give_up_a_session_whose_sign_of_life_is_not_answered()
    {
        var (_, place) = await OpenedAsync();
        Janus.Ignores.Add("keepalive");
        Advance(TimeSpan.FromSeconds(25));
        await Janus.AskedAsync("keepalive");
        var again = await UntilOpenedAgainAsync();
        Assert.NotEqual(place.Session, again.Place.Session);
    }

    [Fact]
    public async Task Should_go_on_with_another_Janus_when_one_stays_away()
    {
        await using var other = new ScriptedJanus();
        var sfu = Start(new JanusOptions(Janus.Url), new JanusOptions(other.Url));
        await Janus.AskedAsync("attach");
        await other.AskedAsync("attach");
        var first = (await OpenAsync(sfu)).Place.Address;
        await (first == Janus.Url ? Janus : other).DisposeAsync();
        var chosen = await UntilToldAsync<SfuChosen>();
        Assert.Equal(first == Janus.Url ? other.Url : Janus.Url, chosen.Place.Address);
        sfu.Tell(new OpenSfuRoom(chosen.Call, chosen.Place), Owner);
        await Owner.ExpectMsgAsync<SfuOpened>(Patience);
    }

    [Fact]
    public async Task Should_spread_calls_by_load()
    {
        await using var other = new ScriptedJanus();
        var sfu = await StartBothAsync(other);
        var first = await OpenAsync(sfu);
        sfu.Tell(new ChooseSfu(Another), Owner);
        var second = await Owner.ExpectMsgAsync<SfuChosen>(Patience);
        Assert.NotEqual(first.Place.Address, second.Place.Address);
    }

    [Fact]
    public async Task Should_spread_calls_that_come_at_the_same_moment()
    {
        await using var other = new ScriptedJanus();
        var sfu = await StartBothAsync(other);
        for (var i = 0; i < 4; i++)
            sfu.Tell(new ChooseSfu(CallId.New(CallData.Room, CallData.At(i + 1))), Owner);
        var chosen = new List<string>();
        for (var i = 0; i < 4; i++)
            chosen.Add((await Owner.ExpectMsgAsync<SfuChosen>(Patience)).Place.Address);
        Assert.Equal(2, chosen.Count(c => c == other.Url));
    }

    // Both links have said so.
    private async Task<IActorRef> StartBothAsync(ScriptedJanus other)
    {
        var sfu = Start(new JanusOptions(Janus.Url), new JanusOptions(other.Url));
        await this.UntilAsync(() => Status.Up == 2);
        var links = CreateTestProbe();
        Sys.ActorSelection(sfu.Path / "*").Tell(new Identify(1), links);
        await links.ExpectMsgAsync<ActorIdentity>(Patience);
        await links.ExpectMsgAsync<ActorIdentity>(Patience);
        return sfu;
    }
}
