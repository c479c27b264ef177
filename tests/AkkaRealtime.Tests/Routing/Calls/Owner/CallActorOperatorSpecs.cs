using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Storage;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

/// <summary>What the operator sees of a call, and that they may end it.</summary>
public sealed class CallActorOperatorSpecs(ITestOutputHelper output) : CallSpec(output)
{
    [Fact]
    public async Task Should_show_a_call_while_it_rings_and_goes_on_and_no_more_when_it_is_over()
    {
        var owner = NewOwner();
        var (_, call) = await StartAsync(owner);
        await SettleAsync(owner);
        Assert.Equal((call, "ringing"), (Assert.Single(Ongoing.All).Id, Assert.Single(Ongoing.All).View().State));

        var bob = NewPerson(CallData.Bob);
        Send(owner, bob, new CallAcceptRequest(call));
        await SettleAsync(owner);
        Assert.Equal([CallData.Alice.User, CallData.Bob.User], Assert.Single(Ongoing.All).Participants.Select(p => p.User));

        Send(owner, bob, new CallLeaveRequest(call));
        await SettleAsync(owner);
        Assert.Empty(Ongoing.All);
    }

    [Fact]
    public async Task Should_show_nothing_of_a_call_whose_owner_has_gone()
    {
        var owner = NewOwner();
        await StartAsync(owner);
        await SettleAsync(owner);
        Watch(owner);
        Sys.Stop(owner);
        await ExpectTerminatedAsync(owner);
        Assert.Equal(0, Ongoing.Count);
    }

    [Fact]
    public async Task Should_end_a_call_for_everybody_and_answer_once_that_is_kept()
    {
        var owner = NewOwner();
        var (alice, bob, call) = await TalkAsync(owner);
        Store.Silent = true;
        var operating = CreateTestProbe();
        owner.Tell(new EndCall(CallData.Room, call), operating);
        await SettleAsync(owner);
        await operating.ExpectNoMsgAsync(TimeSpan.Zero);

        owner.Tell(new Saved(Store.Saved<SaveCall>()[^1]), ActorRefs.NoSender);
        Assert.Null((await operating.ExpectMsgAsync<EndCallAnswer>()).Error);
        foreach (var person in new[] { alice, bob })
            Assert.Equal("host", (await ExpectAsync(person.Connection, "call.ended")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Should_say_that_there_is_no_such_call_any_more()
    {
        var owner = NewOwner();
        var operating = CreateTestProbe();
        owner.Tell(new EndCall(CallData.Room, CallData.Id), operating);
        Assert.Equal(ErrorCode.NotFound, (await operating.ExpectMsgAsync<EndCallAnswer>()).Error!.Code);

        var (_, bob, call) = await TalkAsync(owner);
        Send(owner, bob, new CallLeaveRequest(call));
        await SettleAsync(owner);
        owner.Tell(new EndCall(CallData.Room, call), operating);
        Assert.Equal(ErrorCode.NotFound, (await operating.ExpectMsgAsync<EndCallAnswer>()).Error!.Code);
    }
}
