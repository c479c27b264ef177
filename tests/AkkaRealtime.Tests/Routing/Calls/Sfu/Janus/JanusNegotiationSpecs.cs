using System.Text.Json;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Wire;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Sfu.Janus;

/// <summary>What participants and Janus negotiate.</summary>
public sealed class JanusNegotiationSpecs(ITestOutputHelper output) : JanusSpec(output)
{
    [Fact]
    public async Task Should_let_each_participant_in_by_a_token_and_offer_everybody_what_the_others_send()
    {
        var (sfu, place) = await OpenedAsync();
        var alice = await PublishAsync(sfu, place, "alice/d");
        var bob = await PublishAsync(sfu, place, "bob/d");
        Assert.NotEqual(alice.Token, bob.Token);
        await Janus.HappenAsync("webrtcup", alice.Handle);
        var offer = await Owner.ExpectMsgAsync<SfuSignalled>(Patience);
        Assert.Equal(("bob/d", SfuLeg.Subscribe), (offer.Participant, offer.Leg));
        Assert.Equal([new SfuStream("0", "alice/d", "video")], offer.Streams);
        Answer(sfu, place, "bob/d");
        await Janus.AskedAsync("start");
    }

    [Fact]
    public async Task Should_have_one_offer_at_a_time_and_put_what_changed_meanwhile_into_the_next()
    {
        var (sfu, place) = await OpenedAsync();
        var alice = await PublishAsync(sfu, place, "alice/d");
        var bob = await PublishAsync(sfu, place, "bob/d");
        var carol = await PublishAsync(sfu, place, "carol/d");
        var dave = await PublishAsync(sfu, place, "dave/d");
        await Janus.HappenAsync("webrtcup", alice.Handle);
        for (var offers = 0; offers < 3; offers++)
            await Owner.ExpectMsgAsync<SfuSignalled>(Patience);
        await Janus.HappenAsync("webrtcup", bob.Handle);
        Assert.Equal("alice/d", (await Owner.ExpectMsgAsync<SfuSignalled>(Patience)).Participant);
        await Janus.HappenAsync("webrtcup", carol.Handle);
        Answer(sfu, place, "dave/d");
        var update = await Janus.AskedAsync("update");
        Assert.Equal([bob.Feed, carol.Feed], update.GetProperty("body").GetProperty("subscribe").EnumerateArray().Select(s => s.GetProperty("feed").GetInt64()));
        Assert.Equal("dave/d", (await Owner.ExpectMsgAsync<SfuSignalled>(Patience)).Participant);
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
        Janus.Refuses.Add("joinandconfigure");
        Offer(sfu, place, "alice/d", 1, "r9");
        var failed = await Owner.ExpectMsgAsync<SfuFailed>(Patience);
        Assert.Equal(("alice/d", "r9", ErrorCode.Unavailable), (failed.Participant, failed.Ref, failed.Error.Code));
    }

    [Fact]
    public async Task Should_tell_a_participant_when_Janus_does_not_answer_in_time()
    {
        var (sfu, place) = await OpenedAsync();
        Janus.Ignores.Add("allowed");
        Offer(sfu, place, "alice/d", 1, "r9");
        await Janus.AskedAsync("allowed");
        Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("r9", (await Owner.ExpectMsgAsync<SfuFailed>(Patience)).Ref);
    }

    private void Answer(IActorRef sfu, SfuPlace place, string participant) => sfu.Tell(
        new SfuSignal(CallData.Id, place, participant, null, SfuLeg.Subscribe, JsonElement.Parse("""{"type":"answer","sdp":"o=- 5 1"}"""), null), Owner);
}
