using System.Text.Json;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Storage;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

/// <summary>A call moves to a media server, and its participants negotiate with it.</summary>
public sealed class CallActorSfuSpecs(ITestOutputHelper output) : CallSfuSpec(output)
{
    [Fact]
    public async Task Should_take_the_fifth_in_once_the_media_server_has_a_room()
    {
        var (owner, people, call) = await FourAsync();
        Send(owner, people[4], new CallAcceptRequest(call));
        await AskedAsync<ChooseSfu>(owner);
        owner.Tell(new SfuChosen(call, Chosen));
        Assert.Equal(Chosen, (await AskedAsync<OpenSfuRoom>(owner)).Place);
        owner.Tell(new SfuOpened(call, Place));
        var mode = await ExpectAsync(people[0].Connection, "call.mode");
        Assert.Equal(("sfu", "1"), (mode.GetProperty("mode").GetString(), mode.GetProperty("sfu").GetProperty("session").GetString()));
        await ExpectAsync(people[0].Connection, "call.participant-joined");
        var joined = await ExpectAsync(people[4].Connection, "call.joined");
        Assert.Equal("sfu", joined.GetProperty("call").GetProperty("mode").GetString());
    }

    [Fact]
    public async Task Should_refuse_the_fifth_when_no_media_server_can_be_reached_and_go_on_with_four()
    {
        var (owner, people, call) = await FourAsync();
        Send(owner, people[4], new CallAcceptRequest(call));
        await AskedAsync<ChooseSfu>(owner);
        owner.Tell(new SfuRefused(call));
        var error = await ExpectAsync(people[4].Connection, "error");
        Assert.Equal("conflict", error.GetProperty("code").GetString());
        Assert.Contains("full at 4", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        await SettleAsync(owner);
        await people[0].Connection.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_pass_signals_between_a_participant_and_the_media_server()
    {
        var (owner, people, call) = await FiveAsync();
        var offer = JsonElement.Parse("""{"type":"offer","sdp":"v=0"}""");
        Send(owner, people[0], new CallSignalRequest(call, "#sfu/publish", offer, null), "r7");
        var asked = await AskedAsync<SfuSignal>(owner);
        Assert.Equal(("user0/laptop", SfuLeg.Publish, "r7"), (asked.Participant, asked.Leg, asked.Ref));

        owner.Tell(new SfuSignalled(call, "user0/laptop", SfuLeg.Subscribe, offer, null, [new SfuStream("0", "user1/laptop", "video")]));
        var said = await ExpectAsync(people[0].Connection, "call.signal");
        Assert.Equal("#sfu/subscribe", said.GetProperty("from").GetString());
        Assert.Equal("user1/laptop", said.GetProperty("streams")[0].GetProperty("participant").GetString());

        owner.Tell(new SfuFailed(call, "user0/laptop", "r7", RequestError.Bad("description", "no")));
        Assert.Equal("r7", (await ExpectAsync(people[0].Connection, "error")).GetProperty("ref").GetString());
    }

    [Fact]
    public async Task Should_tell_everybody_of_a_new_session_of_the_media_server()
    {
        var (owner, people, call) = await FiveAsync();
        owner.Tell(new SfuOpened(call, Place with { Session = "2" }));
        foreach (var person in people)
            Assert.Equal("2", (await ExpectAsync(person.Connection, "call.mode")).GetProperty("sfu").GetProperty("session").GetString());
    }

    [Fact]
    public async Task Should_keep_where_the_room_will_be_before_the_media_server_is_asked_for_it()
    {
        var (owner, people, call) = await FourAsync();
        Send(owner, people[4], new CallAcceptRequest(call));
        await AskedAsync<ChooseSfu>(owner);
        Store.Silent = true;
        owner.Tell(new SfuChosen(call, Chosen));
        await SettleAsync(owner);
        Assert.Empty(Probe.Asked);
        Assert.Equal(Chosen, KeptCall().Placing);
        owner.Tell(new Saved(Store.Saved<SaveCall>()[^1]));
        await AskedAsync<OpenSfuRoom>(owner);
    }

    [Fact]
    public async Task Should_tell_the_move_only_once_it_is_kept_and_the_room_as_well()
    {
        var (owner, people, call) = await FourAsync();
        Send(owner, people[4], new CallAcceptRequest(call));
        await AskedAsync<ChooseSfu>(owner);
        owner.Tell(new SfuChosen(call, Chosen));
        await AskedAsync<OpenSfuRoom>(owner);
        Store.Silent = true;
        ToldRooms.Clear();
        owner.Tell(new SfuOpened(call, Place));
        await SettleAsync(owner);
        Assert.Contains(Store.Saved<SaveCall>(), s => StoredCalls.Decode(s.State)!.Call.Sfu == Place);
        await people[0].Connection.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.DoesNotContain(ToldRooms, m => m is TellRoom);

        owner.Tell(new Saved(Store.Saved<SaveCall>().First(s => StoredCalls.Decode(s.State)!.Call.Sfu == Place)));
        await ExpectAsync(people[0].Connection, "call.mode");
        await SettleAsync(owner);
        var updated = DataOf(ToldRooms.OfType<TellRoom>().First().Envelope, "call.updated");
        Assert.Equal(("sfu", 4), (updated.GetProperty("call").GetProperty("mode").GetString(), updated.GetProperty("call").GetProperty("participants").GetArrayLength()));
    }

    [Fact]
    public async Task Should_take_a_move_back_that_the_media_server_refuses_and_choose_anew_for_the_next()
    {
        var (owner, people, call) = await FourAsync();
        Send(owner, people[4], new CallAcceptRequest(call));
        await AskedAsync<ChooseSfu>(owner);
        owner.Tell(new SfuChosen(call, Chosen));
        await AskedAsync<OpenSfuRoom>(owner);
        owner.Tell(new SfuRefused(call));
        await ExpectErrorAsync(people[4].Connection, "conflict");
        Assert.Equal(Chosen, (await AskedAsync<CloseSfuRoom>(owner)).Place);
        Send(owner, people[4], new CallAcceptRequest(call));
        await AskedAsync<ChooseSfu>(owner);
    }
}
