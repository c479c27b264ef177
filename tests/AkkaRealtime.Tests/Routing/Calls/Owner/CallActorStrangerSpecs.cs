using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

/// <summary>A call is there for the members of its room only.</summary>
public sealed class CallActorStrangerSpecs(ITestOutputHelper output) : CallSpec(output)
{
    private static readonly CallId Nowhere = CallId.New(CallData.Room, CallData.At(1));

    [Theory]
    [InlineData("ringing")]
    [InlineData("active")]
    [InlineData("ended")]
    public async Task Should_answer_a_stranger_as_if_there_were_no_call(string state)
    {
        var owner = NewOwner();
        var call = await CallAsync(owner, state);
        foreach (var (there, not) in Requests(call).Zip(Requests(Nowhere)))
        {
            var dave = NewPerson(CallData.Dave);
            Assert.Equal(await AnswerAsync(owner, dave, not), await AnswerAsync(owner, dave, there));
        }
    }

    [Fact]
    public async Task Should_tell_a_member_who_is_not_in_the_call_that_they_may_not()
    {
        MakeGroup(CallData.Alice, CallData.Bob);
        var owner = NewOwner();
        var (_, _, call) = await TalkAsync(owner);
        Members = [.. Members, CallData.Dave.User];
        foreach (var request in Requests(call).Where(r => r is not (CallJoinRequest or CallInviteRequest)))
            Assert.Contains("\"forbidden\"", (await AnswerAsync(owner, NewPerson(CallData.Dave), request)).Text, StringComparison.Ordinal);
    }

    private async Task<CallId> CallAsync(Akka.Actor.IActorRef owner, string state)
    {
        if (state == "ringing")
            return (await StartAsync(owner)).Item2;
        var (alice, _, call) = await TalkAsync(owner);
        if (state == "ended")
        {
            Send(owner, alice, new CallEndRequest(call));
            await ExpectAsync(alice.Connection, "call.ok");
        }

        return call;
    }

    // What the connection is told, and what the owner asks of the room for it.
    private async Task<(string Text, int Asked)> AnswerAsync(Akka.Actor.IActorRef owner, Person who, ICallRequest request)
    {
        var before = ToldRooms.Count(m => m is GetRoomMembers);
        if (request is CallSignalRequest { To: "bob/laptop" } signal)
            owner.Tell(new RelaySignal(CallData.Room, who.Caller, "r", signal.CallId, signal.To, new EncodedEnvelope(new byte[] { 123, 125 })), who.Connection);
        else
            Send(owner, who, request);
        return ((await who.Connection.ExpectMsgAsync<EncodedEnvelope>()).ToString(), ToldRooms.Count(m => m is GetRoomMembers) - before);
    }

    private static ICallRequest[] Requests(CallId call) =>
    [
        new CallAcceptRequest(call),
        new CallJoinRequest(call),
        new CallDeclineRequest(call, null),
        new CallCancelRequest(call),
        new CallLeaveRequest(call),
        new CallEndRequest(call),
        new CallInviteRequest(call, [CallData.Bob.User]),
        new CallMuteRequest(call, "bob/laptop"),
        new CallRemoveRequest(call, CallData.Bob.User),
        new CallSignalRequest(call, "bob/laptop", null, JsonSerializer.SerializeToElement(new { })),
        new CallSignalRequest(call, "#sfu/publish", JsonSerializer.SerializeToElement(new { type = "offer", sdp = "v=0" }), null),
        new CallMediaRequest(call, true, true, false, null, null),
        new CallReactionRequest(call, "👍"),
        new CallStatsRequest(call, 1, null, null, null),
        new CallIceRequest(call),
    ];
}
