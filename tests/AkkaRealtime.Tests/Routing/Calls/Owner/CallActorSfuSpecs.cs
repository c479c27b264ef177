using System.Text.Json;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Storage;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

public sealed class CallActorSfuSpecs(ITestOutputHelper output) : CallSpec(output)
{
    private static readonly SfuPlace Place = new("ws://janus", "secret", "1", 6, 500_000, true);
    private static readonly SfuPlace Chosen = Place with { Session = "" };
    private readonly ProbeSfu _sfu = new();

    internal override ISfu Sfu => _sfu;

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
    public async Task Should_let_go_at_the_media_server_of_who_left_and_of_the_call_when_it_ends()
    {
        var (owner, people, call) = await FiveAsync();
        Send(owner, people[1], new CallLeaveRequest(call));
        Assert.Equal("user1/laptop", (await AskedAsync<LeaveSfuRoom>(owner)).Participant);
        Send(owner, people[0], new CallEndRequest(call));
        Assert.Equal(Place, (await AskedAsync<CloseSfuRoom>(owner)).Place);
    }

    [Fact]
    public async Task Should_close_the_room_when_the_call_ends_while_it_is_made()
    {
        var (owner, people, call) = await FourAsync();
        Send(owner, people[4], new CallAcceptRequest(call));
        await AskedAsync<ChooseSfu>(owner);
        owner.Tell(new SfuChosen(call, Chosen));
        await AskedAsync<OpenSfuRoom>(owner);
        Send(owner, people[0], new CallEndRequest(call));
        Assert.Equal(Chosen, (await AskedAsync<CloseSfuRoom>(owner)).Place);
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
        Assert.Empty(_sfu.Asked);
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
    public async Task Should_go_on_with_the_room_that_was_about_to_be_made_when_the_owner_starts_anew()
    {
        var (owner, people, call) = await FourAsync();
        Send(owner, people[4], new CallAcceptRequest(call));
        await AskedAsync<ChooseSfu>(owner);
        owner.Tell(new SfuChosen(call, Chosen));
        await AskedAsync<OpenSfuRoom>(owner);
        await owner.GracefulStop(TimeSpan.FromSeconds(30));
        var next = NewOwner();
        Assert.Equal(Chosen, (await AskedAsync<OpenSfuRoom>(next)).Place);
        next.Tell(new SfuOpened(call, Place));
        await SettleAsync(next);
        Assert.Equal((Place, null), (KeptCall().Sfu, KeptCall().Placing));
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

    [Fact]
    public async Task Should_ask_for_its_room_again_five_seconds_after_the_media_server_refused_it()
    {
        var (owner, people, call) = await FiveAsync();
        owner.Tell(new SfuRefused(call));
        await AdvanceAsync(owner, 4.9);
        Assert.Empty(_sfu.Asked);
        await AdvanceAsync(owner, 0.1);
        Assert.Equal(Place, (await AskedAsync<OpenSfuRoom>(owner)).Place);
        await AdvanceAsync(owner, 5);
        Assert.Empty(_sfu.Asked);

        owner.Tell(new SfuOpened(call, Place with { Session = "2" }));
        Assert.Equal("2", (await ExpectAsync(people[0].Connection, "call.mode")).GetProperty("sfu").GetProperty("session").GetString());
    }

    [Fact]
    public async Task Should_end_a_room_after_a_crash_that_came_between_the_end_and_the_word_to_the_media_server()
    {
        var (owner, people, call) = await FiveAsync();
        Send(owner, people[0], new CallEndRequest(call));
        await AskedAsync<CloseSfuRoom>(owner);
        await owner.GracefulStop(TimeSpan.FromSeconds(30));
        Assert.True(Store.Kept!.Live);
        var next = NewOwner();
        Assert.Equal((call, Place), (await AskedAsync<CloseSfuRoom>(next)) switch { var close => (close.Call, close.Place) });
        next.Tell(new SfuClosed(call, Place));
        await SettleAsync(next);
        Assert.False(Store.Kept!.Live);
    }

    [Fact]
    public async Task Should_not_wait_for_ever_for_a_media_server_to_end_a_room()
    {
        var (owner, people, call) = await FiveAsync();
        Send(owner, people[0], new CallEndRequest(call));
        await AskedAsync<CloseSfuRoom>(owner);
        await AdvanceAsync(owner, 119);
        Assert.True(Store.Kept!.Live);
        await AdvanceAsync(owner, 1);
        Assert.False(Store.Kept!.Live);
    }

    [Fact]
    public async Task Should_end_the_room_at_the_media_server_that_the_call_moved_away_from()
    {
        var (owner, people, call) = await FiveAsync();
        var other = new SfuPlace("ws://other", "other", "", 6, 500_000, true);
        owner.Tell(new SfuChosen(call, other));
        Assert.Equal(other, (await AskedAsync<OpenSfuRoom>(owner)).Place);
        owner.Tell(new SfuOpened(call, other with { Session = "9" }));
        Assert.Equal("9", (await ExpectAsync(people[0].Connection, "call.mode")).GetProperty("sfu").GetProperty("session").GetString());
        Assert.Equal(Place, (await AskedAsync<CloseSfuRoom>(owner)).Place);
        Assert.Equal([Place], KeptCall().Closing);
        owner.Tell(new SfuClosed(call, Place));
        await SettleAsync(owner);
        Assert.Empty(KeptCall().Closing);
    }

    [Fact]
    public async Task Should_ask_for_the_room_again_when_the_owner_starts_anew()
    {
        var (owner, _, call) = await FiveAsync();
        await AdvanceAsync(owner, 0);
        await owner.GracefulStop(TimeSpan.FromSeconds(30));
        var next = NewOwner();
        var asked = await AskedAsync<OpenSfuRoom>(next);
        Assert.Equal((call, Place), (asked.Call, asked.Place));
    }

    private async Task<(IActorRef Owner, IReadOnlyList<Person> People, CallId Call)> FourAsync()
    {
        var people = Enumerable.Range(0, 5).Select(n => NewPerson(CallData.Person($"user{n}"))).ToList();
        MakeGroup([.. people.Select(p => p.Caller)]);
        var owner = NewOwner();
        Send(owner, people[0], new CallStartRequest(CallData.Room, null, "video", "key"));
        var call = new CallId((await ExpectAsync(people[0].Connection, "call.started")).GetProperty("call").GetProperty("id").GetString()!);
        foreach (var person in people.Skip(1).Take(3))
        {
            Send(owner, person, new CallAcceptRequest(call));
            await ExpectAsync(person.Connection, "call.joined");
        }

        await SettleAsync(owner);
        foreach (var person in people)
            await ForgetAsync(person);
        return (owner, people, call);
    }

    private async Task<(IActorRef Owner, IReadOnlyList<Person> People, CallId Call)> FiveAsync()
    {
        var (owner, people, call) = await FourAsync();
        Send(owner, people[4], new CallAcceptRequest(call));
        await MoveAsync(owner, call);
        await ExpectAsync(people[4].Connection, "call.joined");
        await SettleAsync(owner);
        foreach (var person in people)
            await ForgetAsync(person);
        return (owner, people, call);
    }

    private async Task MoveAsync(IActorRef owner, CallId call)
    {
        await AskedAsync<ChooseSfu>(owner);
        owner.Tell(new SfuChosen(call, Chosen));
        await AskedAsync<OpenSfuRoom>(owner);
        owner.Tell(new SfuOpened(call, Place));
    }

    private Call KeptCall() => StoredCalls.Decode(Store.Kept!.State)!.Call;

    private static async Task ForgetAsync(Person person)
    {
        while (await person.Connection.ReceiveOneAsync(TimeSpan.Zero) is not null)
        {
            // What led here.
        }
    }

    private async Task<T> AskedAsync<T>(IActorRef owner)
        where T : class
    {
        for (var rounds = 0; rounds < 200; rounds++)
        {
            await SettleAsync(owner);
            while (_sfu.Asked.TryDequeue(out var command))
            {
                if (command is T asked)
                    return asked;
            }
        }

        throw new TimeoutException($"The media server was not asked for {typeof(T).Name}.");
    }

    private sealed class ProbeSfu : ISfu
    {
        public System.Collections.Concurrent.ConcurrentQueue<ISfuCommand> Asked { get; } = new();

        public bool IsConfigured => true;

        public void Tell(ISfuCommand command, IActorRef owner) => Asked.Enqueue(command);
    }
}
