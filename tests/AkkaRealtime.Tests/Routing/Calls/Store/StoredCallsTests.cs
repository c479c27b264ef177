using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Store;

namespace AkkaRealtime.Tests.Routing.Calls.Store;

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

    [Fact]
    public void Decode_WhatAnEarlierVersionKept_IsTheSameCall()
    {
        const string kept = """
            {"aliveAt":"2026-01-01T00:00:30+00:00","call":{"id":"r.c","room":"r","host":"alice","hostName":"Alice","media":"video","oneToOne":false,"state":"Active",
            "startedAt":"2026-01-01T00:00:00+00:00","answeredAt":"2026-01-01T00:00:10+00:00","recorded":false,
            "sfu":{"address":"ws://janus","secret":"s","session":"7","most":16,"bitrate":1000000,"simulcast":true},"closing":[],
            "participants":[{"user":"alice","device":"laptop","name":"Alice","session":"alice-laptop","connection":"akka://x","media":{"audio":true,"video":true,"screen":false},"lossShown":false,"mesh":true}],
            "callees":[{"user":"bob","fate":"Declined","from":"alice","fromName":"Alice","expiresAt":"2026-01-01T00:00:45+00:00","heard":true},
            {"user":"carol","fate":"Ringing","from":"alice","fromName":"Alice","expiresAt":"2026-01-01T00:00:45+00:00","heard":false}],
            "keys":[{"user":"alice","key":"key"}],"everIn":["alice"],"removed":[]}}
            """;
        var call = StoredCalls.Decode(System.Text.Encoding.UTF8.GetBytes(kept))!.Call;
        Assert.Equal([CalleeState.Declined, CalleeState.Ringing], call.Callees.Select(c => c.State));
        Assert.Equal(new SfuPlace("ws://janus", "s", "7", 16, 1_000_000, true), call.Sfu);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(kept), JsonNode.Parse(StoredCalls.Encode(call, CallData.At(30)).Span)));
    }
}
