using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls;
using AkkaRealtime.Routing.Calls.Store;

namespace AkkaRealtime.Tests.Routing.Calls;

public sealed class StoredCallsTests
{
    [Fact]
    public void Decode_WhatWasEncoded_IsTheSameCall()
    {
        var call = CallData.ActiveGroup().StartHere(CallData.Dave, "akka://x/y#1", "k", CallData.At(12.3456789)).Call;
        call = call.Lost(CallData.Bob.Session, CallData.At(15)).Call.Advance(CallData.Rules, CallData.At(20)).Call;
        var saved = StoredCalls.Decode(StoredCalls.Encode(call, CallData.At(30)))!;
        Assert.Equal(CallData.At(30), saved.AliveAt);
        Assert.Equal(JsonSerializer.Serialize(call), JsonSerializer.Serialize(saved.Call));
        Assert.Equal("akka://x/y#1", saved.Call.SeatOf(CallData.Dave.User)?.Connection);
        Assert.True(saved.Call.SeatOf(CallData.Bob.User)?.LossShown);
        Assert.True(saved.Call.WasStartedBy(CallData.Dave.User, "k"));
    }

    [Fact]
    public void Decode_Damaged_IsNothing() => Assert.Null(StoredCalls.Decode("{\"call\":1}"u8.ToArray()));

    [Theory]
    [InlineData("alice", true)]
    [InlineData("bob", true)]
    [InlineData("carol", true)]
    [InlineData("dave", false)]
    public void LiveFor_GoesByWhoIsInOrRung(string user, bool expected) =>
        Assert.Equal(expected, StoredCalls.LiveFor(Stored(CallData.ActiveGroup()), new UserId(user), CallData.At(30)) is not null);

    [Fact]
    public void LiveFor_TheTimeToRingIsOver_IsNothing() =>
        Assert.Null(StoredCalls.LiveFor(Stored(CallData.RingingOne()), CallData.Bob.User, CallData.At(45)));

    [Fact]
    public void LiveFor_ItsOwnerIsGoneTooLong_IsNothing() =>
        Assert.Null(StoredCalls.LiveFor(Stored(CallData.ActiveOne()), CallData.Bob.User, CallData.At(10).Add(CallRules.Forgotten).AddSeconds(1)));

    [Fact]
    public void LiveFor_Ended_IsNothing() =>
        Assert.Null(StoredCalls.LiveFor(Stored(CallData.Ended()), CallData.Bob.User, CallData.At(71)));

    [Fact]
    public void Entry_ADeclinedCall_IsNotMissed()
    {
        var call = CallData.RingingOne().Decline(CallData.Bob, null, CallData.At(3)).Call;
        Assert.False(StoredCalls.Entry(Stored(call), CallData.Bob.User)!.Missed);
    }

    [Fact]
    public void Entry_MissedAndThenJoined_IsNotMissed()
    {
        var call = CallData.ActiveGroup().Advance(CallData.Rules, CallData.At(45)).Call;
        Assert.True(StoredCalls.Entry(Stored(call), CallData.Carol.User)!.Missed);
        var joined = call.Join(CallData.Carol, "", CallData.At(50)).Call;
        Assert.False(StoredCalls.Entry(Stored(joined), CallData.Carol.User)!.Missed);
    }

    private static StoredCall Stored(Call call) => new(call.Id, call.Room, true, call.StartedAt, StoredCalls.Encode(call, CallData.At(10)));
}
