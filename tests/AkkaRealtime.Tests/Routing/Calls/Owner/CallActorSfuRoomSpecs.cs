using System.Text.Json;
using Akka.Actor;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

/// <summary>The rooms of a call at media servers: none is forgotten, and none is left behind.</summary>
public sealed class CallActorSfuRoomSpecs(ITestOutputHelper output) : CallSfuSpec(output)
{
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
    public async Task Should_let_go_at_the_media_server_of_who_is_no_member_of_the_room_any_more()
    {
        var (owner, people, call) = await FiveAsync();
        owner.Tell(new NotMembers(CallData.Room, [people[1].Caller.User]));
        Assert.Equal("user1/laptop", (await AskedAsync<LeaveSfuRoom>(owner)).Participant);
        Send(owner, people[1], new CallSignalRequest(call, "#sfu/publish", JsonSerializer.SerializeToElement(new { type = "offer", sdp = "v=0" }), null));
        await ExpectErrorAsync(people[1].Connection, "forbidden");
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
    public async Task Should_ask_for_its_room_again_five_seconds_after_the_media_server_refused_it()
    {
        var (owner, people, call) = await FiveAsync();
        owner.Tell(new SfuRefused(call));
        await AdvanceAsync(owner, 4.9);
        Assert.Empty(Probe.Asked);
        await AdvanceAsync(owner, 0.1);
        Assert.Equal(Place, (await AskedAsync<OpenSfuRoom>(owner)).Place);
        await AdvanceAsync(owner, 5);
        Assert.Empty(Probe.Asked);

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
}
